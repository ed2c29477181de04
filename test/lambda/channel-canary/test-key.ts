import { generateKeyPairSync, sign } from 'node:crypto';
import type { PublishedKey } from '../../../lambda/channel-canary/judge-credential';

/** A key that signs codes as a region does. */
export class TestKey {
  private readonly pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  constructor(private readonly kid: string) {}

  /** The half that the region tells everybody. */
  get published(): PublishedKey {
    return { ...this.pair.publicKey.export({ format: 'jwk' }), kid: this.kid };
  }

  /** A compact JWS of some claims. */
  sign(header: Readonly<Record<string, string>> = {}): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'ES256', kid: this.kid, ...header })}.${part({ colour: 'green' })}`;
    const key = { key: this.pair.privateKey, dsaEncoding: 'ieee-p1363' } as const;
    return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`;
  }
}
