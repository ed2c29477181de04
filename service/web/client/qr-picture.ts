import { epochOf } from '../verify/epoch';
import type { DeviceKeys } from './device-key';
import { findElement } from './elements';
import { drawQr, widthFor } from './qr-drawing';
import { deviceOf, qrText } from './qr-text';
import type { StoredCode } from './stored-codes';

/** Keeps the QR on the page true: it is drawn anew for each code, each epoch and each size. */
export class QrPicture {
  /** Whether the picture is new every half minute, and proves that it is. */
  isRunning = false;
  private drawn = '';

  constructor(private readonly keys: Pick<DeviceKeys, 'bound'>) {}

  /** Draws what the instant needs; free when nothing has changed. */
  async show(code: StoredCode | undefined, nowMs: number): Promise<void> {
    const canvas = findElement<HTMLCanvasElement>('qr');
    const width = widthFor(canvas);
    if (code === undefined || width <= 0) return;
    const wanted = `${code.credential}.${epochOf(nowMs)}.${width}`;
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const key = await this.keys.bound(code.member, deviceOf(code.credential));
    const text = await qrText(code.credential, nowMs, key);
    // Meanwhile another person's code may have been asked for.
    if (wanted !== this.drawn) return;
    drawQr(canvas, text);
    this.isRunning = text !== code.credential;
    canvas.dataset.bound = String(this.isRunning);
  }
}
