import fc from 'fast-check';
import { planCapacity } from '../../lib/plan/capacity';
import { tryFindClosedWindow } from '../../lib/plan/deploy-window';
import { instantOf, localMinutesOf, localTimeOf } from '../../lib/plan/local-time';
import type { Campaign } from '../../lib/plan/plan';
import { firesOn, tryParseCron } from '../../lib/policies/cron';
import { basePlan } from './base-plan';

const MORNING: Campaign = {
  name: 'morning',
  dates: [{ month: 1, day: 10 }],
  fromMinute: 7 * 60,
  toMinute: 11 * 60,
  peakRequestsPerMinute: 1_400_000,
};

function planWith(...campaigns: readonly Campaign[]) {
  const plan = basePlan();
  const prewarm = { ...plan.prewarm, leadMinutes: 20 };
  return { ...plan, timeZone: 'Asia/Shanghai', prewarm, traffic: { ...plan.traffic, campaigns } };
}

/** An instant on the wall of the plan's zone. */
function wall(year: number, month: number, day: number, minute: number): Date {
  return instantOf(localTimeOf(localMinutesOf({ year, month, day }, minute)), 'Asia/Shanghai');
}

describe('releases', () => {
  test.each([
    ['just before the lead time', 6 * 60 + 39, undefined],
    ['at the lead time', 6 * 60 + 40, '2027-01-10T03:00:00.000Z'],
    ['in the last minute', 10 * 60 + 59, '2027-01-10T03:00:00.000Z'],
    ['at the end', 11 * 60, undefined],
  ])('%s of a campaign are closed or open as its hours say', (_, minute, until) => {
    const closed = tryFindClosedWindow(planWith(MORNING), wall(2027, 1, 10, minute));

    expect(closed?.until.toISOString()).toBe(until);
  });

  test('are open on the same date of another year than the one a campaign names', () => {
    const once = { ...MORNING, dates: [{ year: 2028, month: 1, day: 10 }] };

    expect(tryFindClosedWindow(planWith(once), wall(2027, 1, 10, 480))).toBeUndefined();
    expect(tryFindClosedWindow(planWith(once), wall(2028, 1, 10, 480))).toBeDefined();
  });

  test('stay closed over New Year for a campaign that runs past midnight', () => {
    const night = {
      ...MORNING,
      dates: [{ month: 12, day: 31 }],
      fromMinute: 23 * 60,
      toMinute: 25 * 60,
    };

    const closed = tryFindClosedWindow(planWith(night), wall(2028, 1, 1, 30));

    expect(closed).toEqual({ campaign: 'morning', until: wall(2028, 1, 1, 60) });
  });

  test('stay closed until the last of campaigns whose lead times meet', () => {
    const noon = { ...MORNING, name: 'noon', fromMinute: 11 * 60 + 20, toMinute: 13 * 60 };

    const closed = tryFindClosedWindow(planWith(MORNING, noon), wall(2027, 1, 10, 480));

    expect(closed).toEqual({ campaign: 'morning', until: wall(2027, 1, 10, 13 * 60) });
  });

  test('are not closed on 28 February or 1 March for a campaign on 29 February', () => {
    const leap = { ...MORNING, dates: [{ month: 2, day: 29 }] };

    expect(tryFindClosedWindow(planWith(leap), wall(2027, 3, 1, 480))).toBeUndefined();
    expect(tryFindClosedWindow(planWith(leap), wall(2028, 2, 29, 480))).toBeDefined();
  });

  test('are closed at each moment at which the deploy guard closes, and open when it opens', () => {
    const campaign = fc.record({
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      from: fc.integer({ min: 0, max: 1439 }),
      length: fc.integer({ min: 1, max: 1440 }),
    });
    fc.assert(
      fc.property(campaign, ({ month, day, from, length }) => {
        const plan = planWith({
          ...MORNING,
          dates: [{ month, day }],
          fromMinute: from,
          toMinute: from + length,
        });
        const { closes, opens } = planCapacity(plan).deployFreeze;

        for (const { recurrence } of closes) {
          expect(tryFindClosedWindow(plan, instantOfCron(recurrence))).toBeDefined();
        }
        for (const { recurrence } of opens) {
          expect(tryFindClosedWindow(plan, instantOfCron(recurrence))).toBeUndefined();
        }
      }),
      { numRuns: 25 },
    );
  });
});

/** When a cron by date first fires in 2027, a year without 29 February. */
function instantOfCron(line: string): Date {
  const cron = tryParseCron(line);
  if (cron === undefined) throw new Error(`not a cron line: ${line}`);
  for (let day = 0; day < 365; day += 1) {
    const date = localTimeOf(localMinutesOf({ year: 2027, month: 1, day: 1 + day }));
    if (firesOn(cron, date)) return wall(2027, date.month, date.day, cron.minutesOfDay[0] ?? 0);
  }
  throw new Error(`never fires in 2027: ${line}`);
}
