import { createPublicKey, ECDH, type KeyObject, verify } from 'node:crypto';
import { promisify } from 'node:util';

const verifyAside = promisify(verify);

/** Whether a key made a signature over a text; worked out beside the event loop. */
export function proves(key: KeyObject, signature: Uint8Array, text: string): Promise<boolean> {
  const encoded = { key, dsaEncoding: 'ieee-p1363' } as const;
  return verifyAside('sha256', Buffer.from(text), encoded, signature);
}

/** The key of a phone; undefined for a text that is no point of the curve. */
export function tryDeviceKey(device: string): KeyObject | undefined {
  try {
    const compressed = Buffer.from(device, 'base64url');
    const point = ECDH.convertKey(compressed, 'prime256v1', undefined, undefined, 'uncompressed');
    const [x, y] = [(point as Buffer).subarray(1, 33), (point as Buffer).subarray(33)];
    const key = { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}
