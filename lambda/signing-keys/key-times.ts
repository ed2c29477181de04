const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * How old a prepared set may be when it becomes the current one: a day of attempts. All times below
 * count from when a set was prepared, since a version of a secret cannot be changed afterwards.
 */
export const PENDING_LIFE_MS = 24 * HOUR_MS;

/**
 * From when a set becomes the current one until every instance of every region uses it: seconds for
 * the copy, at most 12 minutes between two reads of an instance; the rest is for reads that fail.
 */
export const SPREAD_MS = 1 * HOUR_MS;

/** How long a verifier, or a cache on the way to it, keeps the published keys. */
export const VERIFIER_CACHE_MS = 5 * MINUTE_MS;

/** How long the longest-lived credential is shown after it was signed. */
export const CREDENTIAL_LIFE_MS = 24 * HOUR_MS;

/** Age from which a next key may sign, 25 h 5 min: by then every verifier has it. */
export const NEXT_LEAD_MS = PENDING_LIFE_MS + SPREAD_MS + VERIFIER_CACHE_MS;

/**
 * How long a retired key stays, 49 h: it signs until the set that retires it is everywhere, and its
 * last credential lives for a day after that.
 */
export const RETIRED_LIFE_MS = PENDING_LIFE_MS + SPREAD_MS + CREDENTIAL_LIFE_MS;
