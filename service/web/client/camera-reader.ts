/** Address of the decoder for browsers that read no QR codes themselves; set when it is built. */
declare const KAPOK_DECODER: string;

/** Between two looks at the camera: five a second find a code before a hand is steady. */
export const LOOK_MS = 200;

/** Longest side of the picture that is looked at: a code of 90 modules has 8 points for each. */
export const LOOK_POINTS = 720;

type Decode = (canvas: HTMLCanvasElement) => Promise<string | undefined>;

interface Detector {
  detect(source: HTMLCanvasElement): Promise<readonly { readonly rawValue: string }[]>;
}

interface DetectorClass {
  new (options: { readonly formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Reads QR codes with the camera until it is stopped. */
export class CameraReader {
  private stream: MediaStream | undefined;
  private readonly canvas = document.createElement('canvas');

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly onText: (text: string) => void,
  ) {}

  /** Whether the camera is on. */
  get isOn(): boolean {
    return this.stream !== undefined;
  }

  /** Turns the camera on; rejects when it may not be used, or there is none. */
  async start(): Promise<void> {
    const video = { facingMode: 'environment', width: { ideal: 1280 } };
    const [stream, decode] = await Promise.all([
      navigator.mediaDevices.getUserMedia({ video }),
      openDecoder(),
    ]);
    this.stream = stream;
    this.video.srcObject = stream;
    await this.video.play();
    void this.look(decode);
  }

  /** Turns the camera off. */
  stop(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = undefined;
    this.video.srcObject = null;
  }

  private async look(decode: Decode): Promise<void> {
    while (this.isOn) {
      this.draw();
      const text = await decode(this.canvas).catch(() => undefined);
      if (text !== undefined && this.isOn) this.onText(text);
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  private draw(): void {
    const { videoWidth, videoHeight } = this.video;
    const scale = Math.min(1, LOOK_POINTS / Math.max(videoWidth, videoHeight, 1));
    this.canvas.width = Math.max(1, Math.round(videoWidth * scale));
    this.canvas.height = Math.max(1, Math.round(videoHeight * scale));
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    context?.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
  }
}

/** The browser's own detector where it has one; else ours, which is loaded for it. */
async function openDecoder(): Promise<Decode> {
  const { BarcodeDetector } = globalThis as { BarcodeDetector?: DetectorClass };
  const formats = (await BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  if (BarcodeDetector !== undefined && formats.includes('qr_code')) {
    const detector = new BarcodeDetector({ formats: ['qr_code'] });
    return async (canvas) => (await detector.detect(canvas))[0]?.rawValue;
  }
  const { decodePicture } = (await import(KAPOK_DECODER)) as typeof import('./qr-decoder');
  return async (canvas) => {
    const { width, height } = canvas;
    const picture = canvas.getContext('2d')?.getImageData(0, 0, width, height);
    return picture && decodePicture(picture);
  };
}
