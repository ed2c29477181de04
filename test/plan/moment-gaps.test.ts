import fc from 'fast-check';
import { schedulerCron, yearMinutes } from '../../lib/plan/cron';
import { localMinutesOf } from '../../lib/plan/local-time';
import { minutesToNext } from '../../lib/plan/moment-gaps';
import { firings } from './replay';

const moment = (recurrence: string) => ({ name: recurrence, recurrence });

test('the time to the next moment is the shortest of the year', () => {
  const moments = ['0 1 10 1 *', '0 11 10 1 *', '30 11 10 1 *', '0 1 10-11 6 *'].map(moment);
  expect(minutesToNext(moments)).toEqual([10 * 60, 30, expect.any(Number), 24 * 60]);
});

test('the time over the end of February is that of a year without its 29th', () => {
  const moments = ['0 23 28 2 *', '0 1 1 3 *'].map(moment);
  expect(minutesToNext(moments)[0]).toBe(2 * 60);
});

test('the time over the end of the year counts on', () => {
  const moments = ['0 23 31 12 *', '0 1 1 1 *'].map(moment);
  expect(minutesToNext(moments)[0]).toBe(2 * 60);
});

test('a moment that is alone has a year', () => {
  expect(minutesToNext([moment('0 1 10 1 *')])).toEqual([365 * 24 * 60]);
});

test('a moment never fires again, nor another one, before its time to the next is over', () => {
  const recurrence = fc
    .record({
      minute: fc.integer({ min: 0, max: 59 }),
      hour: fc.integer({ min: 0, max: 23 }),
      day: fc.constantFrom(1, 2, 28, 29, 31),
      month: fc.constantFrom(1, 2, 3, 12),
    })
    .map(({ minute, hour, day, month }) => `${minute} ${hour} ${day} ${month} *`);
  fc.assert(
    fc.property(
      fc.uniqueArray(recurrence, {
        minLength: 2,
        maxLength: 5,
        selector: (one) => one,
      }),
      (recurrences) => {
        const moments = recurrences.map(moment);
        const gaps = minutesToNext(moments);
        const fired = firings(
          moments.map((one) => ({ ...one, minSize: 0 })),
          localMinutesOf({ year: 2023, month: 1, day: 1 }),
          localMinutesOf({ year: 2026, month: 1, day: 1 }),
        );
        for (const [index, { name, at }] of fired.entries()) {
          const next = fired[index + 1];
          const gap = gaps[recurrences.indexOf(name)] ?? 0;
          if (next !== undefined) expect(next.at - at).toBeGreaterThanOrEqual(gap);
        }
      },
    ),
    { numRuns: 100 },
  );
});

describe('a date cron', () => {
  test('keeps its meaning in the words of the scheduler', () => {
    expect(schedulerCron('40 6 4-5,9 2-3 *')).toBe('cron(40 6 4-5,9 2-3 ? *)');
  });

  test('fires at all its dates', () => {
    expect(yearMinutes('30 1 1-2 1 *')).toEqual([90, 1440 + 90]);
    expect(yearMinutes('0 0 29 2 *')).toEqual([59 * 1440]);
    expect(yearMinutes('0 0 * 1 *')).toHaveLength(31);
  });

  test.each(['0 1 * * 1-5', '0 1 10 1', ''])('fails when it is not one: %p', (recurrence) => {
    expect(() => schedulerCron(recurrence)).toThrow('not a cron by month and day of the month');
  });
});
