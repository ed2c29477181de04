import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';

/** Where a region publishes the keys that its codes verify with. */
export const KEYS_PATH = '/.well-known/jwks.json';

/** The only way in which codes are signed: ECDSA on P-256 with SHA-256. */
const ALGORITHM = 'ES256';

/** A key as a region publishes it. */
export type PublishedKey = JsonWebKey & { readonly kid?: unknown };

/** The keys in the body of an answer, or undefined when there are none to read. */
export function publishedKeys(body: string): readonly PublishedKey[] | undefined {
  try {
    const { keys } = JSON.parse(body) as { readonly keys?: unknown };
    return Array.isArray(keys) ? keys : undefined;
  } catch {
    return undefined;
  }
}

/** What a verifier that knows these keys finds wrong with a compact JWS, if anything. */
export function credentialProblem(
  credential: string,
  keys: readonly PublishedKey[],
): string | undefined {
  const [header = '', claims = '', signature = ''] = credential.split('.');
  const { alg, kid } = headerOf(header);
  const key = keys.find((published) => kid !== undefined && published.kid === kid);
  if (key === undefined) return 'unknown key';
  if (alg !== ALGORITHM) return 'bad signature';
  return isSigned(`${header}.${claims}`, signature, key) ? undefined : 'bad signature';
}

function headerOf(part: string): { readonly alg?: unknown; readonly kid?: unknown } {
  try {
    const header: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof header === 'object' && header !== null ? header : {};
  } catch {
    return {};
  }
}

function isSigned(text: string, signature: string, jwk: PublishedKey): boolean {
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    // The two numbers side by side, as JOSE writes them, and not in ASN.1.
    const options = { key, dsaEncoding: 'ieee-p1363' } as const;
    return verify('sha256', Buffer.from(text), options, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
