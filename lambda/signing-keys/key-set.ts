import { createHash, generateKeyPairSync } from 'node:crypto';

/** The half of a key that the world verifies with, under the id that credentials name. */
export interface PublicKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/** A key that can sign credentials. */
export interface SigningKey extends PublicKey {
  readonly d: string;
}

/** The key that signs after the next rotation; until then it is only published. */
export interface NextKey extends SigningKey {
  /** ISO 8601; it may not sign before every verifier has had time to learn it. */
  readonly madeAt: string;
}

/** A key that signs no more and without its private number never will. */
export interface RetiredKey extends PublicKey {
  /** ISO 8601; it stays until the last credential that it signed has expired. */
  readonly retiredAt: string;
}

/** Value of the signing-key secret: the key that signs, the one that will, those that did. */
export interface KeySet {
  readonly current: SigningKey;
  readonly next: NextKey;
  readonly previous: readonly RetiredKey[];
}

/**
 * A key set as a secret may hold it: one from before rotation has no next key and does not say when
 * its previous keys were retired.
 */
export interface StoredKeySet {
  readonly current: SigningKey;
  readonly next?: NextKey;
  readonly previous: readonly (PublicKey & Partial<RetiredKey>)[];
}

/** Makes the first set. Its current key was never published ahead: before it there is no credential. */
export function makeKeySet(nowMs: number): KeySet {
  return { current: makeKey(), next: makeNextKey(nowMs), previous: [] };
}

/** Makes a key for the rotation after this one. */
export function makeNextKey(nowMs: number): NextKey {
  return { ...makeKey(), madeAt: new Date(nowMs).toISOString() };
}

/** The public half; member by member, so that nothing private passes by default. */
export function publicHalf({ x, y, kid }: PublicKey): PublicKey {
  return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' };
}

function makeKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as Record<'x' | 'y' | 'd', string>;
  const kid = thumbprint(x, y);
  return { kty: 'EC', crv: 'P-256', x, y, d, kid, alg: 'ES256', use: 'sig' };
}

/** RFC 7638: the digest of the public members alone, in alphabetical order and without spaces. */
function thumbprint(x: string, y: string): string {
  const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  return createHash('sha256').update(members).digest('base64url');
}
