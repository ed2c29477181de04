import { Cron as Croner } from 'croner';
import fc from 'fast-check';
import { firesOn, tryParseCron } from '../../lib/policies/cron';

test('reads numbers, names, lists, ranges and steps', () => {
  const cron = tryParseCron('5,10-12 6-22/8 * FEB-apr Mon,7');
  expect(cron?.minutesOfDay).toEqual(
    [6, 14, 22].flatMap((hour) => [5, 10, 11, 12].map((minute) => hour * 60 + minute)),
  );
  expect([...(cron?.months ?? [])]).toEqual([2, 3, 4]);
  expect([...(cron?.daysOfWeek ?? [])]).toEqual([1, 0]);
});

test.each([
  '',
  '* * * *',
  '* * * * * *',
  '60 * * * *',
  '0 0 0 * *',
  '5-1 * * * *',
  'a * * * *',
  '*/0 * * * *',
])('fails on %j', (line) => {
  expect(tryParseCron(line)).toBeUndefined();
});

const field = (least: number, most: number) =>
  fc.oneof(
    fc.constant('*'),
    fc.integer({ min: least, max: most }).map(String),
    fc
      .tuple(fc.integer({ min: least, max: most }), fc.integer({ min: least, max: most }))
      .map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`),
    fc
      .uniqueArray(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 4 })
      .map((values) => values.join(',')),
  );

test('agrees with an independent cron on which days it fires', () => {
  const line = fc
    .tuple(field(0, 59), field(0, 23), field(1, 31), field(1, 12), field(0, 6))
    .map((fields) => fields.join(' '));
  fc.assert(
    fc.property(line, fc.integer({ min: 0, max: 4000 }), (recurrence, dayNumber) => {
      const cron = tryParseCron(recurrence);
      const date = new Date(Date.UTC(2025, 0, 1 + dayNumber));
      const day = {
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        dayOfWeek: date.getUTCDay(),
      };
      const minute = cron?.minutesOfDay[0] ?? 0;
      const instant = new Date(date.getTime() + minute * 60_000);
      const expected = new Croner(recurrence, { timezone: 'UTC' }).match(instant);
      expect(cron && firesOn(cron, day)).toBe(expected);
    }),
    { numRuns: 150, seed: 1 },
  );
});
