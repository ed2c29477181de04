import { type Bytes, bytesOf } from './base64url';

/** Longest text a QR code may hold here; a bound credential with its proof takes about 800. */
export const QR_TEXT_LENGTH = 4_096;

/** What the phone adds to a credential that is bound to it, anew for each picture. */
export interface Picture {
  /** When it was drawn, in `EPOCH_SECONDS` since 1970. */
  readonly epoch: number;
  readonly signedText: string;
  readonly signature: Bytes;
}

/** What a QR code says: a credential, and the proof of its phone when it is bound to one. */
export interface QrText {
  readonly jws: string;
  readonly picture?: Picture;
}

/** `<JWS>` or `<JWS>.<epoch>.<proof>`: 64 bytes of signature are 86 characters. */
const FORM = /^(([\w-]+\.[\w-]+\.[\w-]+)(?:\.(0|[1-9]\d{0,9}))?)(?:\.([\w-]{86}))?$/;

/** Reads the text of a QR code. */
export function tryReadQrText(text: string): QrText | undefined {
  if (text.length > QR_TEXT_LENGTH) return undefined;
  const [, signedText = '', jws, epoch, proof] = FORM.exec(text.trim()) ?? [];
  if (jws === undefined || (epoch === undefined) !== (proof === undefined)) return undefined;
  if (epoch === undefined || proof === undefined) return { jws };
  return { jws, picture: { epoch: Number(epoch), signedText, signature: bytesOf(proof) } };
}
