/** First bound of the wait after no region answered. */
export const FIRST_RETRY_MS = 4_000;

/** Last bound: a phone in a long outage asks once a minute on average. */
export const LAST_RETRY_MS = 120_000;

/** Shortest wait, so that chance never makes two requests of one. */
export const LEAST_RETRY_MS = 1_000;

/** Wait after a refusal that says no time. */
export const DEFAULT_RETRY_AFTER_MS = 30_000;

/** Share of a refusal's time that is added at most: the server spreads it as well. */
export const RETRY_AFTER_SPREAD = 0.25;

/** Decides when to ask again after an answer did not come or was a refusal. */
export class RetryPace {
  private failures = 0;

  /** From 0 to 1. */
  constructor(private readonly random: () => number) {}

  /** A code came. */
  succeeded(): void {
    this.failures = 0;
  }

  /**
   * No region answered: exponential with full jitter, so that a million phones that lost their region
   * in one second are spread over the whole span.
   */
  failed(): number {
    const bound = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures);
    this.failures += 1;
    return Math.max(LEAST_RETRY_MS, bound * this.random());
  }

  /** Refused: not before the time that the refusal says. */
  refused(retryAfterSec: number | undefined): number {
    const leastMs = retryAfterSec === undefined ? DEFAULT_RETRY_AFTER_MS : retryAfterSec * 1000;
    return leastMs * (1 + RETRY_AFTER_SPREAD * this.random());
  }
}

/** Reads `retry-after` in seconds; the service sends no dates. */
export function readRetryAfter(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,5}$/.test(header) ? Number(header) : undefined;
}
