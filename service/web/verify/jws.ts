import { type Bytes, bytesOf } from './base64url';

/** Bytes of an ES256 signature: two numbers of 32. */
export const SIGNATURE_BYTES = 64;

/** A token in the compact form, taken apart; nothing of it is proved yet. */
export interface Jws {
  readonly kid: string;
  readonly payload: unknown;
  readonly signedText: string;
  readonly signature: Bytes;
}

/**
 * Reads a token of one type. The algorithm is pinned: a header that asks for another one, or for
 * anything critical, is of no token of ours.
 */
export function tryReadJws(text: string, type: string): Jws | undefined {
  const [header = '', payload = '', signature = '', ...rest] = text.split('.');
  if (rest.length > 0) return undefined;
  try {
    const { alg, kid, typ, crit } = jsonOf(header) as Record<string, unknown>;
    if (alg !== 'ES256' || typ !== type || typeof kid !== 'string' || crit) return undefined;
    const bytes = bytesOf(signature);
    if (bytes.length !== SIGNATURE_BYTES) return undefined;
    const signedText = `${header}.${payload}`;
    return { kid, payload: jsonOf(payload), signedText, signature: bytes };
  } catch {
    return undefined;
  }
}

function jsonOf(text: string): unknown {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(text)));
}
