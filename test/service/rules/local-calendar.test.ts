import * as fc from 'fast-check';
import { INSTANTS_KEPT, LocalCalendar } from '../../../service/rules/local-calendar';
import { runs } from '../fixtures/runs';

const ZONES = [
  'Asia/Shanghai',
  'America/New_York',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Europe/Berlin',
  'UTC',
];
const calendars = new Map(ZONES.map((zone) => [zone, new LocalCalendar(zone)]));

test.each([
  ['Asia/Shanghai', '2022-01-09T15:59:59.999Z', '2022-01-09'],
  ['Asia/Shanghai', '2022-01-09T16:00:00.000Z', '2022-01-10'],
  ['America/New_York', '2022-01-10T04:59:59.999Z', '2022-01-09'],
])('in %s it is at %s the day %s', (zone, instant, date) => {
  expect(calendars.get(zone)!.dateOf(Date.parse(instant))).toBe(date);
});

test('a day that begins late, because clocks skip its midnight, begins when it begins', () => {
  const start = calendars.get('America/Sao_Paulo')!.startOfDay(Date.UTC(2018, 10, 3, 12), 1);
  expect(new Date(start).toISOString()).toBe('2018-11-04T03:00:00.000Z');
});

test('a day that a zone skipped has no instant', () => {
  const apia = new LocalCalendar('Pacific/Apia');
  expect(apia.dateOf(Date.parse('2011-12-30T09:59:59.999Z'))).toBe('2011-12-29');
  expect(apia.dateOf(Date.parse('2011-12-30T10:00:00.000Z'))).toBe('2011-12-31');
});

test('what it keeps stays right however many days are asked for', () => {
  const calendar = new LocalCalendar('Europe/Berlin');
  for (let day = 0; day < INSTANTS_KEPT + 10; day += 1) calendar.instantOf(day, 0);
  expect(calendar.dateOf(Date.parse('2022-03-27T21:59:59.999Z'))).toBe('2022-03-27');
  expect(calendar.dateOf(Date.parse('2022-03-27T22:00:00.000Z'))).toBe('2022-03-28');
});

test('a day begins at its first instant, in every zone and over every change of clocks', () => {
  const cases = fc.record({
    zone: fc.constantFrom(...ZONES),
    ms: fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2025, 0, 1) }),
    days: fc.integer({ min: 0, max: 20 }),
  });
  fc.assert(
    fc.property(cases, ({ zone, ms, days }) => {
      const calendar = calendars.get(zone)!;
      const start = calendar.startOfDay(ms, days);
      const expected = new Date(Date.parse(`${calendar.dateOf(ms)}T00:00:00Z`) + days * 86_400_000)
        .toISOString()
        .slice(0, 10);
      expect(calendar.dateOf(start)).toBe(expected);
      expect(calendar.dateOf(start - 1) < expected).toBe(true);
    }),
    { numRuns: runs(300) },
  );
});
