import type { HourMargin } from '../../lib/policies/hour-margins';
import { tightestHours } from '../../lib/summary/tightest-hours';

function row(hour: string, capacity: number, demand: number, more: Partial<HourMargin> = {}) {
  return {
    hour,
    fleet: 'citizen' as const,
    capacityRequestsPerSecond: capacity,
    demandRequestsPerSecond: demand,
    marginRequestsPerSecond: capacity - demand,
    ...more,
  };
}

test('keeps of each fleet, and of each campaign, the hour with least margin for its demand', () => {
  const tight = row('Tuesday 08:00', 1010, 1000);
  const partner = row('Monday 00:00', 5, 1, { fleet: 'partner' });
  const surge = row('10 January 07:00', 3000, 2000, { campaign: 'surge' });

  const kept = tightestHours([
    // Less margin in requests, more in proportion.
    row('Monday 03:00', 15, 10),
    tight,
    row('Sunday 08:00', 1100, 1000),
    partner,
    surge,
  ]);

  expect(kept).toEqual([tight, partner, surge]);
});

test('an hour that is asked for nothing is never the tightest', () => {
  const asked = row('Monday 08:00', 900, 100);

  expect(tightestHours([row('Monday 03:00', 1, 0), asked])).toEqual([asked]);
});
