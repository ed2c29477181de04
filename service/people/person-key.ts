import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type Identity, requireFittingNumber } from './identity';

/** Bytes of the day's pseudonym: 64 bits. */
export const PSEUDONYM_BYTES = 8;

/**
 * Bytes of a family member's id, 12 characters: 72 bits. There are at most a handful to one person,
 * and it is asked for together with that person's token only.
 */
export const MEMBER_ID_BYTES = 9;

/** Bytes of the name a person has in the audit: 128 bits, so that two never share one. */
export const AUDIT_NAME_BYTES = 16;

/** Bytes of a derived key, as AES-256 takes them. */
const DERIVED_KEY_BYTES = 32;

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

  /**
   * Under which a person's facts are kept.
   * @throws ServiceError `KAPOK_ID_NUMBER` for a number that is none of its kind of document
   */
  personKey(identity: Identity): string {
    requireFittingNumber(identity);
    const { idType, idNumber } = identity;
    return createHmac('sha256', this.pepper).update(`${idType}|${idNumber}`).digest('hex');
  }

  /**
   * Who a person is on one day to whoever scans the code. Sources of records know person keys, so
   * the pepper keeps them from telling whose pseudonym they see.
   */
  pseudonym(personKey: string, date: string): string {
    return this.name(`pseudonym|${date}|${personKey}`, PSEUDONYM_BYTES);
  }

  /** Who a family member is to one guardian, the same for ever; another guardian sees another id. */
  memberId(guardianKey: string, memberKey: string): string {
    return this.name(`member|${guardianKey}|${memberKey}`, MEMBER_ID_BYTES);
  }

  /** Who a person is in the audit: who holds the pepper can ask for somebody's entries, nobody else. */
  auditName(personKey: string): string {
    return this.name(`audit|${personKey}`, AUDIT_NAME_BYTES);
  }

  /** A secret key for one purpose, which holds as long as the pepper does (HKDF, RFC 5869). */
  deriveKey(purpose: string): KeyObject {
    const bytes = hkdfSync('sha256', this.pepper, '', `kapok ${purpose}`, DERIVED_KEY_BYTES);
    return createSecretKey(Buffer.from(bytes));
  }

  private name(text: string, bytes: number): string {
    return createHmac('sha256', this.pepper).update(text).digest().toString('base64url', 0, bytes);
  }
}
