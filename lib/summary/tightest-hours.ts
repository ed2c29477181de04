import type { HourMargin } from '../policies/hour-margins';

/**
 * The hour with the least margin for what it is asked, of each fleet in the ordinary week and in each
 * campaign.
 */
export function tightestHours(perHour: readonly HourMargin[]): readonly HourMargin[] {
  const tightest = new Map<string, HourMargin>();
  for (const row of perHour) {
    const key = [row.campaign ?? '', row.fleet].join('|');
    const known = tightest.get(key);
    if (known === undefined || shareOf(row) < shareOf(known)) tightest.set(key, row);
  }
  return [...tightest.values()];
}

/** Margin as a share of demand; an hour that nobody asks anything of is never tight. */
function shareOf({ marginRequestsPerSecond, demandRequestsPerSecond }: HourMargin): number {
  return demandRequestsPerSecond === 0
    ? Number.POSITIVE_INFINITY
    : marginRequestsPerSecond / demandRequestsPerSecond;
}
