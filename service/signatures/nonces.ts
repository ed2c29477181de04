import { LRUCache } from 'lru-cache';
import type { IClock } from '../clock';

/** A signature is taken from 300 s before to 300 s after its time, so a nonce counts for 600 s. */
export const NONCE_SECONDS = 2 * 300;

/**
 * Nonces kept per key: 8,192 in 600 s are 13 requests a second, 1,300 records; with its text one
 * takes some 200 bytes, so a key takes 1.6 MB. A key that asks more often is let go earlier, which
 * costs little: a record that comes again changes nothing.
 */
export const NONCES_PER_KEY = 8_192;

/** Keys with nonces at once: the register of a province has tens. */
export const NONCE_KEYS = 256;

/** Which nonces this process has seen; of each key apart, so that none pushes out another's. */
export class Nonces {
  private readonly byKey = new LRUCache<string, LRUCache<string, number>>({ max: NONCE_KEYS });

  constructor(private readonly clock: IClock) {}

  /** Whether the nonce was used within the window. */
  has(kid: string, nonce: string): boolean {
    const seenAtMs = this.byKey.get(kid)?.get(nonce);
    return seenAtMs !== undefined && this.clock.now() - seenAtMs <= NONCE_SECONDS * 1000;
  }

  /** Notes a nonce; false when it was used within the window. */
  use(kid: string, nonce: string): boolean {
    if (this.has(kid, nonce)) return false;
    const own = this.byKey.get(kid) ?? new LRUCache<string, number>({ max: NONCES_PER_KEY });
    this.byKey.set(kid, own.set(nonce, this.clock.now()));
    return true;
  }
}
