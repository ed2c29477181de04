import { localTime, localTimeOf, WEEK_MINUTES } from '../../lib/plan/local-time';
import type { CalendarDate } from '../../lib/plan/plan';
import {
  campaignsAt,
  citizenRequestsPerMinuteAt,
  requestsPerMinuteAt,
  WEEK_HOURS,
  weeklyDemand,
  weeklyRequestsPerMinuteAt,
} from '../../lib/plan/traffic-curve';
import { basePlan } from './base-plan';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function planWith(dates: readonly CalendarDate[], fromMinute: number, toMinute: number) {
  const plan = basePlan();
  const traffic = {
    ...plan.traffic,
    weekday: HOURS.map((hour) => hour * 100),
    weekend: HOURS.map((hour) => 5000 + hour * 10),
    campaigns: [{ name: 'crowd', dates, fromMinute, toMinute, peakRequestsPerMinute: 9000 }],
  };
  return { ...plan, traffic };
}

describe('the demand curve', () => {
  const plan = planWith([{ month: 1, day: 10 }], 420, 660);

  test.each([
    ['at a full hour', localTime(2026, 1, 5, 480), 800],
    ['between two hours', localTime(2026, 1, 5, 495), 825],
    ['from Friday to Saturday', localTime(2026, 1, 9, 1410), (2300 + 5000) / 2],
    ['from Sunday to Monday', localTime(2026, 1, 11, 1410), 5230 / 2],
    ['within a minute', localTime(2026, 1, 5, 480.5), 800 + 100 / 120],
  ])('is a straight line %s', (_, local, expected) => {
    expect(citizenRequestsPerMinuteAt(plan, local)).toBeCloseTo(expected, 9);
  });

  test('has no jumps, all week round', () => {
    const jumps = Array.from({ length: WEEK_MINUTES }, (_, minute) =>
      Math.abs(
        weeklyRequestsPerMinuteAt(plan.traffic, minute) -
          weeklyRequestsPerMinuteAt(plan.traffic, minute - 1e-6),
      ),
    );
    expect(Math.max(...jumps)).toBeLessThan(1e-3);
  });

  test('holds the peak of a campaign from its first minute to its last', () => {
    const at = (minute: number) => citizenRequestsPerMinuteAt(plan, localTime(2026, 1, 10, minute));
    expect([419, 420, 540, 659.99, 660].map(at)).toEqual([
      5000 + (419 / 60) * 10,
      9000,
      9000,
      9000,
      5000 + 110,
    ]);
  });

  test('leaves partners as they are', () => {
    const local = localTime(2026, 1, 10, 500);
    expect(requestsPerMinuteAt(plan, 'partner', local)).toBe(600);
    expect(requestsPerMinuteAt(plan, 'citizen', local)).toBe(9000);
    expect(new Set(weeklyDemand(plan, 'partner'))).toEqual(new Set([600]));
  });

  test('is given for each hour of the week by the higher of its ends', () => {
    const demand = weeklyDemand(plan, 'citizen');
    expect(demand).toHaveLength(WEEK_HOURS);
    // Monday 08:00 rises to 900, Friday 23:00 to Saturday's 5,000; Sunday 23:00 falls from 5,230.
    expect([demand[32], demand[5 * 24 + 23], demand[23]]).toEqual([900, 5000, 5230]);
  });
});

describe('a campaign', () => {
  function runsAt(dates: readonly CalendarDate[], from: number, to: number, instants: number[][]) {
    const { campaigns } = planWith(dates, from, to).traffic;
    return instants.map(([year = 0, month = 0, day = 0, minute = 0]) => {
      return campaignsAt(campaigns, localTime(year, month, day, minute)).length === 1;
    });
  }

  test('from 23:59 to 00:01 runs for two minutes', () => {
    const minutes = [1438, 1439, 1440, 1441].map((minute) => {
      const { year, month, day, minuteOfDay } = localTimeOf(
        Date.UTC(2026, 11, 31) / 60_000 + minute,
      );
      return [year, month, day, minuteOfDay];
    });
    const dates = [{ month: 12, day: 31 }];
    expect(runsAt(dates, 1439, 1441, minutes)).toEqual([false, true, true, false]);
  });

  test('without a year runs every year, with one only then', () => {
    const days = [2025, 2026, 2027].map((year) => [year, 1, 10, 500]);
    expect(runsAt([{ month: 1, day: 10 }], 420, 660, days)).toEqual([true, true, true]);
    const dated = [{ year: 2026, month: 1, day: 10 }];
    expect(runsAt(dated, 420, 660, days)).toEqual([false, true, false]);
  });

  test('on 29 February runs in leap years', () => {
    const days = [
      [2023, 3, 1, 30],
      [2024, 2, 29, 1430],
      [2024, 3, 1, 30],
    ];
    expect(runsAt([{ month: 2, day: 29 }], 1380, 1500, days)).toEqual([false, true, true]);
  });
});
