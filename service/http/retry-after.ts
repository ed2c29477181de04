/**
 * Seconds to wait, between once and twice the base: callers that were turned away together must not
 * come back together.
 */
export function jitteredSeconds(baseSeconds: number, random: () => number): number {
  return Math.ceil(baseSeconds * (1 + random()));
}
