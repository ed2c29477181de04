import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Identity } from './identity';

/** Bytes of the day's pseudonym: 64 bits. */
export const PSEUDONYM_BYTES = 8;

/**
 * Names for people that say nothing without the secret pepper. ID numbers go in and are kept
 * nowhere; the pepper never changes, because every key would.
 */
export class PersonKeys {
  private readonly pepper: KeyObject;

  /** @param pepper 32 bytes */
  constructor(pepper: Buffer) {
    this.pepper = createSecretKey(pepper);
  }

  /** Under which a person's facts are kept. */
  personKey({ idType, idNumber }: Identity): string {
    return createHmac('sha256', this.pepper).update(`${idType}|${idNumber}`).digest('hex');
  }

  /**
   * Who a person is on one day to whoever scans the code. Sources of records know person keys, so
   * the pepper keeps them from telling whose pseudonym they see.
   */
  pseudonym(personKey: string, date: string): string {
    return createHmac('sha256', this.pepper)
      .update(`pseudonym|${date}|${personKey}`)
      .digest()
      .toString('base64url', 0, PSEUDONYM_BYTES);
  }
}
