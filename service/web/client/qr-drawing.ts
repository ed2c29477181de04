import { encode } from 'uqr';

/** Light modules around the code that ISO/IEC 18004 asks for. */
export const QUIET_ZONE = 4;

/** Colours as a phone's memory has them, from alpha down to red; dark on white is 17 to 1. */
const DARK = 0xff_1f_18_14;
const LIGHT = 0xff_ff_ff_ff;

/**
 * How the code is drawn. Level L: a screen is neither dirty nor torn, and larger modules scan from
 * farther away. One mask always: signed text looks random, so no mask is better than another, and to
 * try all eight takes a slow phone eight times as long.
 */
const DRAWN = { ecc: 'L', maskPattern: 3, border: QUIET_ZONE } as const;

/**
 * Draws a text as QR, a point for each module; the browser enlarges it by a whole number of the screen's
 * points, so that its edges stay sharp.
 */
export function drawQr(canvas: HTMLCanvasElement, text: string): void {
  const { size, data } = encode(text, DRAWN);
  const density = globalThis.devicePixelRatio || 1;
  const module = Math.max(1, Math.floor((widthFor(canvas) * density) / size));
  canvas.width = size;
  canvas.height = size;
  canvas.style.width = `${(size * module) / density}px`;
  const picture = new ImageData(size, size);
  const points = new Uint32Array(picture.data.buffer);
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      points[y * size + x] = dark ? DARK : LIGHT;
    });
  });
  canvas.getContext('2d')?.putImageData(picture, 0, 0);
}

/** The width that there is for the code, CSS pixels. */
export function widthFor(canvas: HTMLCanvasElement): number {
  const { parentElement } = canvas;
  if (parentElement === null) return 0;
  const { paddingLeft, paddingRight } = getComputedStyle(parentElement);
  return (
    parentElement.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight)
  );
}
