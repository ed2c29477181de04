import { createLocalJWKSet, decodeJwt, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { ALGORITHM, type IKeyRings } from '../credential/key-ring';

/** Type in the header of a paper code, so that it passes for no credential. */
export const PAPER_TYPE = 'kapok-paper+jwt';

/** What is printed, beside who issued it. */
export interface PaperClaims {
  readonly ref: string;
  /** Seconds since the epoch. */
  readonly iat: number;
  readonly exp: number;
}

/** What paper codes are signed with. */
export interface PaperTokenOptions {
  readonly keyRings: IKeyRings;
  readonly issuer: string;
}

/** Signs a paper code. */
export function signPaper(
  { ref, iat, exp }: PaperClaims,
  { keyRings, issuer }: PaperTokenOptions,
): Promise<string> {
  const { kid, signingKey } = keyRings.ring;
  return new SignJWT({ iss: issuer, iat, exp, ref })
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: PAPER_TYPE })
    .sign(signingKey);
}

/**
 * What a paper says that the service may have signed; undefined when it did not.
 *
 * A paper lives longer than its key is published, so one whose key is not known any more is not
 * refused: its reference is authenticated by a key of its own, which never changes. One whose key is
 * published must have its signature.
 */
export async function tryReadPaper(
  paper: string,
  { keyRings, issuer }: PaperTokenOptions,
): Promise<PaperClaims | undefined> {
  try {
    const { iss, iat, exp, ref } = decodeJwt(paper);
    if (iss !== issuer || iat === undefined || exp === undefined || typeof ref !== 'string') {
      return undefined;
    }
    const keys = createLocalJWKSet(JSON.parse(keyRings.ring.jwks) as JSONWebKeySet);
    // As of its issue: a paper whose time is over is told from one that is forged.
    const options = { typ: PAPER_TYPE, algorithms: [ALGORITHM], currentDate: new Date(iat * 1000) };
    await jwtVerify(paper, keys, options).catch((error: { readonly code?: unknown }) => {
      if (error.code !== 'ERR_JWKS_NO_MATCHING_KEY') throw error;
    });
    return { ref, iat, exp };
  } catch {
    return undefined;
  }
}
