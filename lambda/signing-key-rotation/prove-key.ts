import { createPrivateKey, createPublicKey, type JsonWebKey, sign, verify } from 'node:crypto';
import { publicHalf, type SigningKey } from '../signing-keys/key-set';

const PROBE = Buffer.from('signed by one half, verified by the other');

/** Whether what a key signs, as ES256 does, is verified by the public half that is published of it. */
export function provesItself(key: SigningKey): boolean {
  try {
    const privateKey = createPrivateKey({ key: asJwk(key), format: 'jwk' });
    const publicKey = createPublicKey({ key: asJwk(publicHalf(key)), format: 'jwk' });
    const signature = sign('sha256', PROBE, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    return verify('sha256', PROBE, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature);
  } catch {
    // Numbers that are no key at all.
    return false;
  }
}

function asJwk(key: object): JsonWebKey {
  return { ...key };
}
