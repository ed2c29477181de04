import { createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { IKeyRings } from '../credential/key-ring';

/** The keys of the ring as this process verifies with them: the same that it publishes. */
export class PublishedKeys {
  private jwks = '';
  private keys: ReadonlyMap<string, KeyObject> = new Map();

  constructor(private readonly keyRings: IKeyRings) {}

  /** The key of a name; the same object as long as the ring keeps its keys. */
  tryFind(kid: string): KeyObject | undefined {
    const { jwks } = this.keyRings.ring;
    if (jwks !== this.jwks) {
      this.keys = keysOf(jwks);
      this.jwks = jwks;
    }
    return this.keys.get(kid);
  }
}

function keysOf(jwks: string): ReadonlyMap<string, KeyObject> {
  const { keys } = JSON.parse(jwks) as { keys: readonly (JsonWebKey & { kid: string })[] };
  return new Map(keys.map((key) => [key.kid, createPublicKey({ key, format: 'jwk' })]));
}
