/** The part of a code's fresh life before which it is not renewed: two thirds. */
export const RENEW_AFTER = 2 / 3;

/** Shortest time between two renewals, whatever the code says. */
export const RENEW_LEAST_MS = 60_000;

/** Over this much the phones spread whose codes all ended in one second, as at midnight. */
export const ENDED_SPREAD_MS = 60_000;

/** A page that is shown again asks when its code is older; whoever shows it twice at one gate asks once. */
export const STALE_ON_SHOW_MS = 60_000;

/** The three times of a code, ms. */
export interface CodeTimes {
  readonly asOfMs: number;
  readonly freshUntilMs: number;
  readonly validUntilMs: number;
}

/**
 * When to ask for the next code by itself. A time of its own for each phone within the last third of the
 * fresh life, so that those who asked together do not ask together again, and nobody asks because an
 * hour is full. The next colour of a code that ends with its fresh life is asked for after that end.
 */
export function renewalAt(times: CodeTimes, nowMs: number, random: () => number): number {
  const { asOfMs, freshUntilMs, validUntilMs } = times;
  const life = Math.max(0, freshUntilMs - asOfMs);
  const endsWithFresh = validUntilMs <= freshUntilMs;
  const fromMs = endsWithFresh ? freshUntilMs : asOfMs + life * RENEW_AFTER;
  const toMs = endsWithFresh ? freshUntilMs + ENDED_SPREAD_MS : freshUntilMs;
  const dueMs = fromMs + (toMs - fromMs) * random();
  const earliestMs = Math.max(asOfMs + RENEW_LEAST_MS, nowMs);
  // A phone that slept past the time spreads anew.
  return dueMs >= earliestMs ? dueMs : earliestMs + ENDED_SPREAD_MS * random();
}
