import { epochOf } from '../verify/epoch';
import type { DeviceKey } from './device-key';
import { findElement } from './elements';
import { drawQr } from './qr-drawing';
import { qrText } from './qr-text';
import type { StoredCode } from './stored-codes';

/** Keeps the QR on the page true: it is drawn anew for each code, each epoch and each size. */
export class QrPicture {
  private drawn = '';

  constructor(private readonly device: Promise<DeviceKey | undefined>) {}

  /** Draws what the instant needs; free when nothing has changed. */
  async show(code: StoredCode | undefined, nowMs: number): Promise<void> {
    const canvas = findElement<HTMLCanvasElement>('qr');
    if (code === undefined || canvas.clientWidth === 0) return;
    const wanted = `${code.credential}.${epochOf(nowMs)}.${canvas.clientWidth}`;
    if (wanted === this.drawn) return;
    this.drawn = wanted;
    const text = await qrText(code.credential, nowMs, await this.device);
    // Meanwhile another person's code may have been asked for.
    if (wanted !== this.drawn) return;
    drawQr(canvas, text);
    canvas.dataset.bound = String(text !== code.credential);
  }
}
