import { generateKeyPairSync, type KeyObject } from 'node:crypto';

/** What an entry of a register says of a key, beside the key itself. */
export type KeyOwner =
  | { readonly role: 'channel'; readonly channel: string; readonly scopes: readonly string[] }
  | {
      readonly role: 'source';
      readonly source: string;
      readonly kinds: readonly string[];
      readonly recordsPerMinute: number;
      readonly nonGreenShare: number;
    };

/** A P-256 key pair of somebody who calls the service. */
export interface CallerKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** The entry of a register: the public key and whose it is. */
  readonly entry: { readonly kid: string; readonly kapok: KeyOwner };
}

/** Makes a key pair, as its owner would; the private half never leaves the twin. */
export function makeCallerKey(kid: string, kapok: KeyOwner): CallerKey {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { kid, privateKey, entry: { ...publicKey.export({ format: 'jwk' }), kid, kapok } };
}
