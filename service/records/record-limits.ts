/** Most records of one request. */
export const MAX_BATCH = 100;

/** Longest body of a batch, bytes: 100 records of about 400, with room for wide characters. */
export const RECORDS_BODY_LIMIT = 128 * 1_024;

/**
 * Calls of the store for one batch under way at once: enough to hide the store's latency, few enough
 * to share it.
 */
export const CALLS_AT_ONCE = 16;

/**
 * Batches of one source under way at once: 2 x 16 calls are an eighth of the process's 256 sockets,
 * so seven sources whose calls all hang leave an eighth of them to the others.
 */
export const BATCHES_AT_ONCE = 2;
