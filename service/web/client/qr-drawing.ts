import { encode } from 'uqr';

/** Light modules around the code that ISO/IEC 18004 asks for. */
export const QUIET_ZONE = 4;

/** What colour dark modules have: on white, 16 to 1. */
const DARK = '#14181f';

/**
 * Draws a text as QR, each module as a whole number of the screen's points so that its edges stay
 * sharp. Level L: a screen is neither dirty nor torn, and larger modules scan from farther away.
 */
export function drawQr(canvas: HTMLCanvasElement, text: string): void {
  const { size, data } = encode(text, { ecc: 'L', border: QUIET_ZONE });
  const density = globalThis.devicePixelRatio || 1;
  const points = widthFor(canvas) * density;
  const module = Math.max(1, Math.floor(points / size));
  canvas.width = size * module;
  canvas.height = size * module;
  canvas.style.width = `${canvas.width / density}px`;
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = DARK;
  data.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) context.fillRect(x * module, y * module, module, module);
    });
  });
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
