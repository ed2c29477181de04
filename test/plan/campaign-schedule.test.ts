import { Cron } from 'croner';
import { planCapacity } from '../../lib/plan/capacity';
import { DAY_MINUTES, instantOf, localTimeOf } from '../../lib/plan/local-time';
import { basePlan } from './base-plan';
import { firings } from './replay';
import { citizenOf, expectRight, midnight, standing, withCampaigns } from './schedule-check';

describe('a campaign', () => {
  const FLOOR = 100; // 360,000 requests per minute at 100 x 60 x 0.6 per instance

  test.each([
    ['from 23:59 to 00:01', { month: 6, day: 15 }, 1439, 1441],
    ['over the end of a month', { month: 1, day: 31 }, 1380, 1500],
    ['over the end of the year', { month: 12, day: 31 }, 1380, 1500],
    ['over the end of February', { month: 2, day: 28 }, 1380, 1500],
    ['on 29 February', { month: 2, day: 29 }, 600, 660],
    ['that is prepared on the day before', { month: 3, day: 1 }, 10, 60],
    ['that is prepared in the year before', { month: 1, day: 1 }, 0, 60],
    ['of a whole day', { month: 7, day: 4 }, 0, 1440],
  ])('%s stands from lead time to end, every year', (_, date, fromMinute, toMinute) => {
    const plan = withCampaigns(basePlan(), [{ dates: [date], fromMinute, toMinute }]);
    for (const year of [2023, 2024, 2025]) {
      expectRight(plan, year);
      const day = midnight(year, date.month, date.day);
      if (localTimeOf(day).day !== date.day) continue;
      const minimums = standing(plan, day - DAY_MINUTES, day + 3 * DAY_MINUTES);
      const at = (minute: number) => minimums[DAY_MINUTES + minute];
      expect(at(fromMinute - 21)).toBeLessThan(FLOOR);
      for (let m = fromMinute - 20; m < toMinute; m += 1) expect(at(m)).toBe(FLOOR);
      expect(at(toMinute)).toBeLessThan(FLOOR);
    }
  });

  test('is never interrupted by a weekly action', () => {
    const hours = { dates: [{ month: 1, day: 10 }], fromMinute: 420, toMinute: 660 };
    const plan = withCampaigns(basePlan(), [hours]);
    for (const year of [2022, 2023, 2024, 2025, 2026, 2027, 2028]) {
      const day = midnight(year, 1, 10);
      const fired = firings(citizenOf(plan).scheduledMinimums, day, day + DAY_MINUTES);
      const inside = fired.filter(({ at }) => at >= day + 400 && at < day + 660);
      expect(inside.map(({ at, minSize }) => [at - day, minSize])).toEqual([[400, FLOOR]]);
      expect(fired.find(({ at }) => at === day + 660)?.name).toMatch(/^week-1100-/);
    }
  });

  test('hands over to the next when lead times overlap, the higher minimum first', () => {
    const dates = [{ month: 5, day: 1 }];
    const plan = withCampaigns(basePlan(), [
      { dates, fromMinute: 420, toMinute: 660 },
      { dates, fromMinute: 660, toMinute: 720 },
      { dates, fromMinute: 725, toMinute: 780 },
    ]);
    const day = midnight(2026, 5, 1);
    const minimums = standing(plan, day, day + DAY_MINUTES);
    expect([399, 400, 639, 640, 704, 705, 779].map((m) => minimums[m])).toEqual([
      expect.any(Number),
      FLOOR,
      FLOOR,
      FLOOR + 10,
      FLOOR + 10,
      FLOOR + 20,
      FLOOR + 20,
    ]);
    expect(minimums[399]).toBeLessThan(FLOOR);
    expect(minimums[780]).toBeLessThan(FLOOR);
  });

  test('shares one action among the dates of a month and among months alike', () => {
    const dates = [2, 3].flatMap((month) => [4, 5, 9].map((day) => ({ month, day })));
    const plan = withCampaigns(basePlan(), [{ dates, fromMinute: 420, toMinute: 660 }]);
    const raises = citizenOf(plan).scheduledMinimums.filter(({ name }) => name.startsWith('c'));
    expect(raises).toEqual([
      { name: 'campaign-c0-0204-0640', recurrence: '40 6 4-5,9 2-3 *', minSize: FLOOR },
    ]);
  });
});

describe('the actions of a group', () => {
  const plan = withCampaigns(basePlan(), [
    { dates: [{ month: 1, day: 10 }], fromMinute: 420, toMinute: 660 },
    { dates: [{ month: 12, day: 31 }], fromMinute: 1439, toMinute: 1441 },
  ]);
  const actions = citizenOf(plan).scheduledMinimums;

  test('have names that are unique and say when they fire', () => {
    const names = actions.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]{1,254}$/);
    expect(names).toContain('week-0640-weekdays');
    expect(names).toContain('campaign-c0-0110-0640');
  });

  test('never share a minute in 28 years', () => {
    const from = midnight(2024, 1, 1);
    expect(() => firings(actions, from, midnight(2052, 1, 1))).not.toThrow();
  });

  test('fire when a cron library says they fire, in the time zone of the plan', () => {
    const from = midnight(2026, 1, 1);
    const to = midnight(2026, 2, 1);
    for (const action of actions) {
      const job = new Cron(action.recurrence, { timezone: 'Asia/Shanghai', paused: true });
      // The library looks for runs after a moment, so it starts a second early.
      const start = new Date(instantOf(localTimeOf(from), 'Asia/Shanghai').getTime() - 1000);
      const end = instantOf(localTimeOf(to), 'Asia/Shanghai');
      const expected = job.nextRuns(40, start).filter((run) => run < end);
      const replayed = firings([action], from, to).map(({ at }) =>
        instantOf(localTimeOf(at), 'Asia/Shanghai'),
      );
      expect(replayed).toEqual(expected);
    }
  });

  test('are none where the floor never changes', () => {
    const partner = planCapacity(plan).regions[0]?.fleets[1];
    expect(partner).toMatchObject({ fleet: 'partner', scheduledMinimums: [] });
  });

  test('release a campaign on every weekday by the minimum of that day', () => {
    const noon = { dates: [{ month: 8, day: 1 }], fromMinute: 601, toMinute: 667 };
    const released = citizenOf(withCampaigns(basePlan(), [noon])).scheduledMinimums.filter(
      ({ recurrence }) => recurrence.startsWith('7 11 '),
    );
    expect(released.map(({ name, recurrence }) => [name, recurrence])).toEqual([
      ['week-1107-weekdays', '7 11 * * 1-5'],
      ['week-1107-weekend', '7 11 * * 0,6'],
    ]);
  });
});
