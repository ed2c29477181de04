import { epochOf } from '../verify/epoch';

/** Signs an ASCII text with the phone's key: the raw 64 bytes of ECDSA on P-256 with SHA-256. */
export type SignText = (text: string) => Promise<Uint8Array>;

/**
 * What the QR holds: the credential, and for one that is bound to the phone's key also the epoch with
 * the phone's signature, so that a photograph of it is old within a minute.
 */
export async function qrText(
  credential: string,
  nowMs: number,
  device: { readonly name: string; readonly sign: SignText } | undefined,
): Promise<string> {
  const bound = deviceOf(credential);
  if (bound === undefined || bound !== device?.name) return credential;
  const text = `${credential}.${epochOf(nowMs)}`;
  return `${text}.${toBase64Url(await device.sign(text))}`;
}

/** The device that a credential is bound to; undefined when it is bound to none or cannot be read. */
export function deviceOf(credential: string): string | undefined {
  const claims = claimsOf(credential) as { readonly cnf?: { readonly dev?: unknown } } | undefined;
  const device = claims?.cnf?.dev;
  return typeof device === 'string' ? device : undefined;
}

/** The claims of a compact JWS, unverified. */
export function claimsOf(jws: string): unknown {
  try {
    const text = (jws.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

/** Base64url without padding. */
export function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}
