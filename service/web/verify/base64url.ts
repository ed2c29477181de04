/** Bytes as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

const FORM = /^[\w-]*$/;

/**
 * The bytes of an unpadded base64url text.
 * @throws whatever the platform throws for a text that is none
 */
export function bytesOf(text: string): Bytes {
  if (!FORM.test(text)) throw new Error('not base64url');
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

/** The bytes of a text. */
export function utf8Of(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes;
}
