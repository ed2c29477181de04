import { createHash } from 'node:crypto';
import { type ControlItem, EXPIRY_ATTRIBUTE } from '../evacuation/control-items';
import { HASH_BYTES, shortHash } from '../web/verify/revocation-entries';

/** Topic of the items that revoke credentials. */
export const REVOCATION_TOPIC = 'revocation';

/**
 * How long the table keeps an item, 49 h: a day of pseudonyms, a day of credentials' lives and an hour
 * for clocks.
 */
export const REVOCATION_KEPT_SECONDS = 49 * 60 * 60;

/**
 * How far ahead of this clock an item's time may be, 10 min: servers' clocks differ by less than a second.
 * One that is further ahead is spoilt or forged, and would keep a person's every code void until then.
 */
export const REVOCATION_AHEAD_SECONDS = 10 * 60;

/** A pseudonym whose credentials do not hold that were issued up to a second. */
export interface Revocation {
  /** Hex. */
  readonly hash: string;
  readonly upToSec: number;
}

const NAME = new RegExp(`^([0-9a-f]{${2 * HASH_BYTES}})(?:#|$)`);

/** What stands for a pseudonym: items and lists tell nobody whom they mean. */
export function pseudonymHash(pseudonym: string): Uint8Array {
  return shortHash(createHash('sha256').update(pseudonym).digest());
}

/**
 * The revocation as it is stored. The second is part of the name, so that no put replaces another:
 * whatever order they are replicated in, the latest second holds.
 */
export function revocationItem(pseudonym: string, atMs: number): ControlItem {
  const upToSec = Math.floor(atMs / 1000);
  const hash = Buffer.from(pseudonymHash(pseudonym)).toString('hex');
  const item = { topic: REVOCATION_TOPIC, name: `${hash}#${upToSec}`, at: atMs };
  return { ...item, [EXPIRY_ATTRIBUTE]: upToSec + REVOCATION_KEPT_SECONDS };
}

/** Reads a revocation; undefined for an item that is not one. By hand: there are tens of thousands. */
export function tryReadRevocation(
  { name, at }: ControlItem,
  nowMs: number,
): Revocation | undefined {
  const hash = NAME.exec(name)?.[1];
  if (hash === undefined || typeof at !== 'number' || !(at >= 0)) return undefined;
  if (at > nowMs + REVOCATION_AHEAD_SECONDS * 1000) return undefined;
  return { hash, upToSec: Math.floor(at / 1000) };
}
