import { LEAST_SECONDS } from '../credential/credential-issuer';

/**
 * For how long a copy is as good as a new answer: a record takes seconds to minutes from its source to
 * here, and replication a second or more. Somebody who opens the page again and again in the queue
 * asks the store twice a minute at most.
 */
export const CODE_FRESH_SECONDS = 30;

/** Up to this age a copy is served at once, while one read in the background renews it. */
export const STALE_WHILE_REVALIDATE_SECONDS = 60;

/**
 * Up to this age a copy is served when the store fails or the level says so: ten minutes outlast a
 * store's hiccup, and are within the half hour that a phone need not ask at all.
 */
export const STALE_IF_ERROR_SECONDS = 600;

/**
 * A refresh takes a copy younger than this: impatient people tap about once a second, so five taps
 * cost one read, and what has been sampled and reported meanwhile shows five seconds later at most.
 */
export const REFRESH_BYPASS_SECONDS = 5;

/** How old a copy may be in each case, seconds. */
export type AgeLimit =
  | typeof CODE_FRESH_SECONDS
  | typeof STALE_WHILE_REVALIDATE_SECONDS
  | typeof STALE_IF_ERROR_SECONDS
  | typeof REFRESH_BYPASS_SECONDS;

/** What decides whether a copy may be shown. */
export interface Dated {
  /** When the facts were read. */
  readonly asOfMs: number;
  /** Until when the credential verifies: never past the next change of colour. */
  readonly validUntilMs: number;
  readonly rulesEpoch: string;
}

/**
 * How old a copy is, milliseconds; undefined once it must not be shown, whatever its age: other rules
 * are in force, its colour changes before it could be used, or the clock was set back.
 */
export function ageOf(copy: Dated, nowMs: number, rulesEpoch: string): number | undefined {
  if (copy.rulesEpoch !== rulesEpoch) return undefined;
  if (nowMs > copy.validUntilMs - LEAST_SECONDS * 1000) return undefined;
  const ageMs = nowMs - copy.asOfMs;
  return ageMs < 0 ? undefined : ageMs;
}
