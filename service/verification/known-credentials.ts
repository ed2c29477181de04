import type { KeyObject } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { IKeyRings } from '../credential/key-ring';
import { type Claims, CREDENTIAL_TYPE, tryReadClaims } from '../web/verify/claims';
import { tryReadJws } from '../web/verify/jws';
import type { UnprovedState } from '../web/verify/verdict';
import { PublishedKeys } from './published-keys';
import { proves, tryDeviceKey } from './signatures';

/**
 * Credentials whose signature was found right: 16,384 of about 2 kB are 32 MB. Verifying is dearer than
 * signing, and one code is scanned at many doors.
 */
export const CREDENTIALS_KEPT = 16_384;

/** A credential of ours. */
export interface KnownCredential {
  readonly claims: Claims;
  /** The phone it is bound to. */
  readonly deviceKey: KeyObject | undefined;
  /** The key that signed it; one that left the ring takes its credentials along. */
  readonly signedBy: KeyObject;
}

/** Verifies the signatures of credentials, each once. */
export class KnownCredentials {
  private readonly known = new LRUCache<string, KnownCredential>({ max: CREDENTIALS_KEPT });
  private readonly keys: PublishedKeys;

  constructor(keyRings: IKeyRings) {
    this.keys = new PublishedKeys(keyRings);
  }

  /** How many are kept. */
  get size(): number {
    return this.known.size;
  }

  /** The credential, or why it is none of ours. */
  async read(text: string): Promise<KnownCredential | UnprovedState> {
    const jws = tryReadJws(text, CREDENTIAL_TYPE);
    if (jws === undefined) return 'malformed';
    const key = this.keys.tryFind(jws.kid);
    if (key === undefined) return 'unknown-key';
    const known = this.known.get(text);
    if (known?.signedBy === key) return known;
    if (!(await proves(key, jws.signature, jws.signedText))) return 'bad-signature';
    const credential = tryCredential(jws.payload, key);
    if (credential === undefined) return 'malformed';
    this.known.set(text, credential);
    return credential;
  }
}

function tryCredential(payload: unknown, signedBy: KeyObject): KnownCredential | undefined {
  const claims = tryReadClaims(payload);
  if (claims === undefined) return undefined;
  const deviceKey = claims.device === undefined ? undefined : tryDeviceKey(claims.device);
  if (claims.device !== undefined && deviceKey === undefined) return undefined;
  return { claims, deviceKey, signedBy };
}
