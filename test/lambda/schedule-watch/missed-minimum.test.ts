import type { RecurringMinimum } from '../../../lambda/adapters/auto-scaling';
import { missedMinimum } from '../../../lambda/schedule-watch/missed-minimum';

const RAISE: RecurringMinimum = {
  name: 'raise',
  recurrence: '40 6 * * 1-5',
  timeZone: 'Asia/Shanghai',
  minSize: 20,
};
const RELEASE: RecurringMinimum = {
  name: 'release',
  recurrence: '0 10 * * *',
  timeZone: 'Asia/Shanghai',
  minSize: 4,
};
const ACTIONS = [RAISE, RELEASE];

const OLD = 0;

/** A Monday in Shanghai, which is 8 hours ahead. */
const at = (time: string) => Date.parse(`2026-03-02T${time}+08:00`);

function judge(minSize: number, nowMs: number, createdAtMs = OLD) {
  return missedMinimum({ minSize, createdAtMs }, ACTIONS, nowMs);
}

test.each([
  ['just before the raise', '06:39:59', 4, false],
  ['within the two minutes a raise may be late', '06:41:59', 4, false],
  ['as soon as it may not be late any more', '06:42:00', 4, true],
  ['when it happened', '06:42:00', 20, false],
  ['when a person set more', '06:42:00', 25, false],
  ['when a person set less', '08:00:00', 19, true],
  ['just before the release', '09:59:59', 4, true],
  ['when a release may have come early in its time', '10:00:30', 4, false],
  ['when a release is late and more stands', '10:05:00', 20, false],
  ['after the release', '10:05:00', 3, true],
])('%s, at %s with a minimum of %i: %s', (_, time, minSize, missed) => {
  expect(judge(minSize, at(time)) !== undefined).toBe(missed);
});

test('names the action, when it was due, and what it should have set', () => {
  expect(judge(7, at('07:00:00'))).toEqual({
    action: 'raise',
    dueAtMs: at('06:40:00'),
    demanded: 20,
    found: 7,
  });
});

test('looks back over days on which an action does not run', () => {
  const sunday = Date.parse('2026-03-01T09:00:00+08:00');

  expect(missedMinimum({ minSize: 1, createdAtMs: OLD }, [RAISE], sunday)?.dueAtMs).toBe(
    Date.parse('2026-02-27T06:40:00+08:00'),
  );
});

test('a group that is younger than the action has never seen it', () => {
  expect(judge(4, at('07:00:00'), at('06:50:00'))).toBeUndefined();
  expect(judge(4, at('07:00:00'), at('06:30:00'))).toBeDefined();
});

test('a group without actions misses none', () => {
  expect(missedMinimum({ minSize: 0, createdAtMs: OLD }, [], at('07:00:00'))).toBeUndefined();
});

describe('when clocks change', () => {
  // In Berlin 02:30 does not come on 29 March 2026 and comes twice on 25 October.
  const night = (minute: number, minSize: number): RecurringMinimum => ({
    name: `night-${minute}`,
    recurrence: `${minute} 2 * * *`,
    timeZone: 'Europe/Berlin',
    minSize,
  });
  const noon: RecurringMinimum = { ...night(0, 2), name: 'noon', recurrence: '0 12 * * *' };

  test.each([
    ['a time that does not come, read as before or after the gap', '2026-03-29T01:30:00Z'],
    ['a time that comes twice, before the second', '2026-10-25T01:00:00Z'],
  ])('nobody is woken for %s', (_, now) => {
    const actions = [noon, night(30, 20)];

    expect(
      missedMinimum({ minSize: 2, createdAtMs: OLD }, actions, Date.parse(now)),
    ).toBeUndefined();
  });

  test.each(['2026-03-29T04:00:00Z', '2026-10-25T04:00:00Z'])(
    'a miss is told once every reading of the clock is over, at %s',
    (now) => {
      const actions = [noon, night(30, 20)];

      expect(
        missedMinimum({ minSize: 2, createdAtMs: OLD }, actions, Date.parse(now)),
      ).toMatchObject({
        action: 'night-30',
        demanded: 20,
      });
    },
  );

  test('of two actions in the changed hour the lower is enough, whichever came last', () => {
    const actions = [noon, night(10, 20), night(50, 8)];
    const now = Date.parse('2026-10-25T02:30:00Z');

    expect(missedMinimum({ minSize: 8, createdAtMs: OLD }, actions, now)).toBeUndefined();
    expect(missedMinimum({ minSize: 7, createdAtMs: OLD }, actions, now)).toBeDefined();
  });
});
