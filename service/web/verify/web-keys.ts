import { type Bytes, bytesOf, utf8Of } from './base64url';
import { type Jws, tryReadJws } from './jws';
import { tryUncompress } from './p256-point';

/** A public key as WebCrypto holds it. */
export type WebKey = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A JWKS; keys that are not ours to use are passed over. */
export interface Jwks {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

/** The keys of a JWKS by their names. */
export async function importKeys({ keys }: Jwks): Promise<ReadonlyMap<string, WebKey>> {
  const imported = new Map<string, WebKey>();
  for (const { kty, crv, x, y, kid } of keys) {
    try {
      const jwk = { kty, crv, x, y } as { kty: string };
      const key = await crypto.subtle.importKey('jwk', jwk, CURVE, false, ['verify']);
      imported.set(kid as string, key);
    } catch {
      // One key of another kind must not cost the others.
    }
  }
  return imported;
}

/** Whether a key made a signature over a text. */
export function proves(key: WebKey, signature: Bytes, text: string): Promise<boolean> {
  return crypto.subtle.verify(SIGNING, key, signature, utf8Of(text));
}

/** Whether the phone of a compressed point made a signature over a text. */
export async function deviceProves(
  device: string,
  signature: Bytes,
  text: string,
): Promise<boolean> {
  const point = tryUncompress(bytesOf(device));
  if (point === undefined) return false;
  const key = await crypto.subtle.importKey('raw', point, CURVE, false, ['verify']);
  return proves(key, signature, text);
}

/** A token of a type that one of the keys signed, or why it is none. */
export async function verifiedJws(
  text: string,
  type: string,
  keys: ReadonlyMap<string, WebKey>,
): Promise<Jws | 'malformed' | 'unknown-key' | 'bad-signature'> {
  const jws = tryReadJws(text, type);
  if (jws === undefined) return 'malformed';
  const key = keys.get(jws.kid);
  if (key === undefined) return 'unknown-key';
  return (await proves(key, jws.signature, jws.signedText)) ? jws : 'bad-signature';
}
