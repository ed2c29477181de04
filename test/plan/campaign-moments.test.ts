import fc from 'fast-check';
import type { CampaignFloor } from '../../lib/plan/campaign-calendar';
import { deployFreeze, scheduledReservations } from '../../lib/plan/campaign-moments';
import { DAY_MINUTES, localMinutesOf, localTimeOf } from '../../lib/plan/local-time';
import { EDGE_DATES } from './arbitrary-plan';
import { firings, replay } from './replay';

const WEEKLY_UNITS = 400;
const YEARS = [2023, 2024];

// With a neighbour of one of them, so that campaigns meet.
const date = fc.constantFrom(...EDGE_DATES, { month: 1, day: 11 });

/** Campaigns that may meet, overlap, cross midnight and touch the end of February or of the year. */
const campaigns: fc.Arbitrary<readonly CampaignFloor[]> = fc
  .array(
    fc.record({
      dates: fc.uniqueArray(date, { minLength: 1, maxLength: 3 }),
      fromMinute: fc.oneof(fc.constantFrom(0, 1, 420, 1439), fc.integer({ min: 0, max: 1439 })),
      minutes: fc.oneof(fc.constantFrom(1, 2, 240), fc.integer({ min: 1, max: 720 })),
      floor: fc.constantFrom(100, 400, 401, 934, 1200),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((some) =>
    some.map(({ minutes, ...rest }, index) => ({
      ...rest,
      name: `c${index}`,
      toMinute: rest.fromMinute + minutes,
    })),
  );

const leadHours = fc.constantFrom(1, 6, 24);

/** What each minute of a year needs, from the dates of that year and its neighbours alone. */
function neededBy(some: readonly CampaignFloor[], leadMinutes: number, year: number): Int32Array {
  const from = localMinutesOf({ year, month: 1, day: 1 });
  const to = localMinutesOf({ year: year + 1, month: 1, day: 1 });
  const needed = new Int32Array(to - from);
  for (const { dates, fromMinute, toMinute, floor } of some) {
    for (const { month, day } of dates) {
      for (const near of [year - 1, year, year + 1]) {
        const midnight = localMinutesOf({ year: near, month, day });
        if (localTimeOf(midnight).day !== day) continue;
        const first = Math.max(midnight + fromMinute - leadMinutes - from, 0);
        const end = Math.min(midnight + toMinute - from, needed.length);
        for (let at = first; at < end; at += 1) needed[at] = Math.max(needed[at] ?? 0, floor);
      }
    }
  }
  return needed;
}

function yearOf(year: number): readonly [number, number] {
  const from = localMinutesOf({ year, month: 1, day: 1 });
  return [from, localMinutesOf({ year: year + 1, month: 1, day: 1 })];
}

/** At the end of February a hold may reach into a day it does not need; never the other way round. */
function isNearLeapDay(at: number): boolean {
  const { month, day } = localTimeOf(at);
  return (month === 2 && day >= 27) || (month === 3 && day <= 2);
}

/** The first minute at which two lists differ as `breaks` says. */
function firstBreak(
  standing: Int32Array,
  wanted: Int32Array,
  breaks: (standing: number, wanted: number, minute: number) => boolean,
): number {
  return standing.findIndex((value, minute) => breaks(value, wanted[minute] ?? 0, minute));
}

describe('reserved units', () => {
  const actionsOf = (some: readonly CampaignFloor[], hours: number) =>
    scheduledReservations({
      campaigns: some,
      weeklyUnits: WEEKLY_UNITS,
      leadHours: hours,
    }).map(({ capacityUnits, ...moment }) => ({ ...moment, minSize: capacityUnits }));

  test('carry each campaign from its lead time to its end, and no release fires inside another', () => {
    fc.assert(
      fc.property(campaigns, leadHours, fc.constantFrom(...YEARS), (some, hours, year) => {
        const [from, to] = yearOf(year);
        const standing = replay(actionsOf(some, hours), WEEKLY_UNITS, from, to);
        const needed = neededBy(some, hours * 60, year);
        expect(firstBreak(standing, needed, (units, need) => units < need)).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });

  test('are those of the week wherever no campaign needs more', () => {
    fc.assert(
      fc.property(campaigns, leadHours, fc.constantFrom(...YEARS), (some, hours, year) => {
        const [from, to] = yearOf(year);
        const standing = replay(actionsOf(some, hours), WEEKLY_UNITS, from, to);
        const needed = neededBy(some, hours * 60, year);
        const tooMany = firstBreak(
          standing,
          needed,
          (units, need, minute) =>
            units > Math.max(need, WEEKLY_UNITS) && !isNearLeapDay(from + minute),
        );
        expect(tooMany).toBe(-1);
      }),
      { numRuns: 60 },
    );
  });

  test('are never set twice in the same minute', () => {
    fc.assert(
      fc.property(campaigns, leadHours, (some, hours) => {
        const actions = actionsOf(some, hours);
        const [from] = yearOf(2023);
        const [, to] = yearOf(2024);
        expect(() => firings(actions, from, to)).not.toThrow();
        expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length);
      }),
      { numRuns: 60 },
    );
  });

  test('stay as they are for a campaign that the week carries', () => {
    const quiet = {
      name: 'quiet',
      dates: [{ month: 6, day: 15 }],
      fromMinute: 420,
      toMinute: 660,
      floor: WEEKLY_UNITS,
    };
    expect(actionsOf([quiet], 6)).toEqual([]);
  });

  test('rise six hours before a campaign and fall at its end', () => {
    const crowd = {
      name: 'crowd',
      dates: [{ month: 1, day: 10 }],
      fromMinute: 5 * 60,
      toMinute: 9 * 60,
      floor: 934,
    };
    expect(actionsOf([crowd], 6).map(({ recurrence, minSize }) => [recurrence, minSize])).toEqual([
      ['0 23 9 1 *', 934],
      ['0 9 10 1 *', WEEKLY_UNITS],
    ]);
  });
});

describe('the freeze of releases', () => {
  const closedIn = (some: readonly CampaignFloor[], leadMinutes: number, year: number) => {
    const freeze = deployFreeze(
      some.map(({ floor, ...hours }) => ({ ...hours, peakRequestsPerMinute: floor })),
      leadMinutes,
    );
    const actions = [
      ...freeze.closes.map((moment) => ({ ...moment, minSize: 1 })),
      ...freeze.opens.map((moment) => ({ ...moment, minSize: 0 })),
    ];
    return replay(actions, 0, ...yearOf(year));
  };

  test('lasts exactly from the lead time to the end of every campaign', () => {
    fc.assert(
      fc.property(
        campaigns,
        fc.constantFrom(7, 20, 240),
        fc.constantFrom(...YEARS),
        (some, leadMinutes, year) => {
          const [from] = yearOf(year);
          const closed = closedIn(some, leadMinutes, year);
          const needed = neededBy(some, leadMinutes, year);
          const wrong = firstBreak(closed, needed, (is, need, minute) =>
            need > 0 ? is === 0 : is === 1 && !isNearLeapDay(from + minute),
          );
          expect(wrong).toBe(-1);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('is there for a campaign across midnight at the end of the year', () => {
    const night = {
      name: 'night',
      dates: [{ month: 12, day: 31 }],
      fromMinute: 23 * 60,
      toMinute: 25 * 60,
      floor: 1,
    };
    const closed = closedIn([night], 20, 2025);
    const evening = 364 * DAY_MINUTES + 23 * 60 - 20;
    expect([closed[0], closed[59], closed[60], closed[evening - 1], closed[evening]]).toEqual([
      1, 1, 0, 0, 1,
    ]);
  });
});
