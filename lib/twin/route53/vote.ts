/** Share of checkers, in percent, that a healthy check must exceed; AWS publishes it and may change it. */
export const HEALTHY_CHECKERS_PERCENT = 18;

/**
 * Whether an endpoint is healthy in the eyes of all checkers together: more than 18 % of them say so.
 * Formula: 100 h > 18 n in whole numbers, because 0.18 n has no exact binary form at the boundary.
 */
export function voteHealthy(healthyCheckers: number, checkers: number): boolean {
  return 100 * healthyCheckers > HEALTHY_CHECKERS_PERCENT * checkers;
}
