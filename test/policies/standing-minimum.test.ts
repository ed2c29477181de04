import { READY_MINUTES } from '../../lib/plan/defaults';
import { localMinutesOf } from '../../lib/plan/local-time';
import { scheduleOf, standingMinimums } from '../../lib/policies/standing-minimum';
import type { StandingFleet } from '../../lib/topology/topology';

const ZONE = 'Asia/Shanghai';

type Action = readonly [recurrence: string, minSize: number, timeZone?: string];

function fleet(minSize: number, actions: readonly Action[]): StandingFleet {
  return {
    name: 'citizen',
    autoScalingGroupId: 'Group',
    instanceType: 'c8g.large',
    zones: ['a', 'b', 'c'],
    minSize,
    maxSize: 1000,
    targetRequestsPerSecondPerInstance: 1,
    scheduledActions: actions.map(([recurrence, size, timeZone = ZONE], index) => ({
      logicalId: `Action${index}`,
      recurrence,
      timeZone,
      minSize: size,
    })),
  };
}

/** The minimum that counts at `HH:MM` of a date. */
function minimumAt(date: string, clock: string, minSize: number, actions: readonly Action[]) {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  const from = localMinutesOf({ year, month, day });
  const schedule = scheduleOf(fleet(minSize, actions), ZONE);
  const at = from + hour * 60 + minute;
  return standingMinimums(schedule, ZONE, from, from + 1440).findLast((step) => step.at <= at)
    ?.minimum;
}

// 2026-01-12 is a Monday.
const week: readonly Action[] = [
  ['0 7 * * 1-5', 50],
  ['0 20 * * 1-5', 10],
];

test('stands at MinSize where nothing is scheduled', () => {
  expect(minimumAt('2026-01-12', '12:00', 7, [])).toBe(7);
});

test.each([
  ['2026-01-12', '06:59', 10],
  ['2026-01-12', '07:07', 50],
  ['2026-01-12', '19:59', 50],
  ['2026-01-12', '20:00', 10],
  ['2026-01-17', '12:00', 10],
])('is what the last action of the week set: %s %s', (date, clock, expected) => {
  expect(minimumAt(date, clock, 99, week)).toBe(expected);
});

test('counts a raised minimum only once its instances may serve', () => {
  expect(READY_MINUTES).toBe(7);
  expect(minimumAt('2026-01-12', '07:06', 99, week)).toBe(10);
  expect(minimumAt('2026-01-12', '07:07', 99, week)).toBe(50);
});

test('remembers an action of last year where nothing fires every week', () => {
  const yearly: readonly Action[] = [['0 7 10 1 *', 50]];
  expect(minimumAt('2026-01-09', '12:00', 5, yearly)).toBe(50);
  expect(minimumAt('2026-12-31', '12:00', 5, yearly)).toBe(50);
});

test('lets a campaign hold over midnight, month and year ends', () => {
  const actions: readonly Action[] = [...week, ['40 23 31 12 *', 90], ['30 0 1 1 *', 10]];
  expect(minimumAt('2025-12-31', '23:47', 99, actions)).toBe(90);
  expect(minimumAt('2026-01-01', '00:29', 99, actions)).toBe(90);
  expect(minimumAt('2026-01-01', '00:30', 99, actions)).toBe(10);
});

test('forgives no dip, however short', () => {
  const reasserted: readonly Action[] = [...week, ['0 19 12 1 *', 90], ['1 20 12 1 *', 90]];
  expect(minimumAt('2026-01-12', '19:59', 99, reasserted)).toBe(90);
  expect(minimumAt('2026-01-12', '20:00', 99, reasserted)).toBe(10);
  expect(minimumAt('2026-01-12', '20:07', 99, reasserted)).toBe(10);
  expect(minimumAt('2026-01-12', '20:08', 99, reasserted)).toBe(90);
});

test('stands at the lower of two minimums that alternate by the minute', () => {
  const low = Array.from({ length: 30 }, (_, half) => 2 * half).join();
  const high = Array.from({ length: 30 }, (_, half) => 2 * half + 1).join();
  const alternating: readonly Action[] = [
    [`${low} * * * *`, 2],
    [`${high} * * * *`, 65],
  ];
  for (const clock of ['08:00', '08:01', '08:59', '23:59']) {
    expect(minimumAt('2026-01-12', clock, 99, alternating)).toBe(2);
  }
});

test('takes the lowest of two actions in one minute', () => {
  expect(minimumAt('2026-01-12', '21:00', 99, [...week, ['0 20 12 1 *', 90]])).toBe(10);
});

test('moves an action of another zone to the minute at which it runs', () => {
  const utc: readonly Action[] = [
    ['0 0 * * *', 50, 'UTC'],
    ['0 20 * * *', 10],
  ];
  expect(minimumAt('2026-01-12', '07:59', 99, utc)).toBe(10);
  expect(minimumAt('2026-01-12', '08:07', 99, utc)).toBe(50);
});
