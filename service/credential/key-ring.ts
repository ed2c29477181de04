import { type CryptoKey, importJWK, type JWK } from 'jose';
import type { SigningKeySet } from '../secrets/secret-values';

/**
 * How every credential is signed: ECDSA on P-256 with SHA-256, which every JOSE library verifies.
 */
export const ALGORITHM = 'ES256';

/** The signing key, ready for use, and the keys the world verifies with. */
export interface KeyRing {
  readonly kid: string;
  readonly signingKey: CryptoKey;
  /** Body of the JWKS endpoint; it holds public members only. */
  readonly jwks: string;
}

/** Where the keys of this moment are; they may be others a moment later. */
export interface IKeyRings {
  readonly ring: KeyRing;
}

/**
 * Imports the private key once and lists the public halves: the one that signs, the one that will,
 * those that did.
 */
export async function createKeyRing({ current, next, previous }: SigningKeySet): Promise<KeyRing> {
  const published = [current, ...(next === undefined ? [] : [next]), ...previous];
  const signingKey = await importJWK({ ...current, alg: ALGORITHM }, ALGORITHM);
  return {
    kid: current.kid,
    signingKey: signingKey as CryptoKey,
    jwks: JSON.stringify({ keys: published.map(publicJwk) }),
  };
}

/** Member by member, so that nothing private passes by default. */
function publicJwk({ kty, crv, x, y, kid }: SigningKeySet['previous'][number]): JWK {
  return { kty, crv, x, y, kid, alg: ALGORITHM, use: 'sig' };
}
