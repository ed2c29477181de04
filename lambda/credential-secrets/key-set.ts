import { createHash, generateKeyPairSync } from 'node:crypto';

/** A private key of a credential's signature, with the id that its public part is published under. */
export interface SigningKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly d: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

/** Value of the signing-key secret: the key that signs, and those whose signatures still count. */
export interface KeySet {
  readonly current: SigningKey;
  readonly previous: readonly SigningKey[];
}

/** Makes a set with one new key. */
export function makeKeySet(): KeySet {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x, y, d } = privateKey.export({ format: 'jwk' }) as Record<'x' | 'y' | 'd', string>;
  const kid = thumbprint(x, y);
  const current: SigningKey = { kty: 'EC', crv: 'P-256', x, y, d, kid, alg: 'ES256', use: 'sig' };
  return { current, previous: [] };
}

const PUBLIC_MEMBERS = ['x', 'y', 'kid'] as const;

/** Whether the service takes a secret's value for a key set: a key that signs and some that did. */
export function isKeySet(value: string): boolean {
  const set = tryParse(value);
  if (!isObject(set)) return false;
  const { current, previous } = set;
  if (!isKey(current) || !isText(current.d) || !Array.isArray(previous)) return false;
  // A key that signs no more may have lost its private number.
  return previous.every((key) => isKey(key) && (key.d === undefined || isText(key.d)));
}

function isKey(key: unknown): key is Record<string, unknown> {
  return (
    isObject(key) &&
    key.kty === 'EC' &&
    key.crv === 'P-256' &&
    PUBLIC_MEMBERS.every((member) => isText(key[member]))
  );
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** RFC 7638: the digest of the public members alone, in alphabetical order and without spaces. */
function thumbprint(x: string, y: string): string {
  const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  return createHash('sha256').update(members).digest('base64url');
}
