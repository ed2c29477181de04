import { decodeQR } from 'qr/decode.js';

/** The text of a QR code in a picture; undefined when there is none that can be read. */
export function decodePicture(picture: ImageData): string | undefined {
  try {
    return decodeQR(picture);
  } catch {
    return undefined;
  }
}
