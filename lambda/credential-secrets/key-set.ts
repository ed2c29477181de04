import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
} from 'node:crypto';

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

/** Whether a secret's value is a set whose current key can sign and be found by its id. */
export function isKeySet(value: string): boolean {
  try {
    const { current, previous } = JSON.parse(value) as KeySet;
    if (!Array.isArray(previous) || current.alg !== 'ES256' || current.crv !== 'P-256')
      return false;
    return current.kid === thumbprint(current.x, current.y) && isPair(current);
  } catch {
    return false;
  }
}

/** A private number of another key is read without complaint; only its signature tells. */
function isPair({ kty, crv, x, y, d }: SigningKey): boolean {
  const probe = Buffer.from('probe');
  const signature = sign('sha256', probe, {
    key: createPrivateKey({ key: { kty, crv, x, y, d }, format: 'jwk' }),
  });
  return verify(
    'sha256',
    probe,
    createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' }),
    signature,
  );
}

/** RFC 7638: the digest of the public members alone, in alphabetical order and without spaces. */
function thumbprint(x: string, y: string): string {
  const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y });
  return createHash('sha256').update(members).digest('base64url');
}
