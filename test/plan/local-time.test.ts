import fc from 'fast-check';
import {
  addLocalMinutes,
  instantOf,
  localMinutesOf,
  localTime,
  localTimeAt,
  localTimeOf,
  minuteOfWeek,
} from '../../lib/plan/local-time';

describe('local time', () => {
  test.each([
    ['Asia/Shanghai', '2022-01-10T00:31:00Z', localTime(2022, 1, 10, 511)],
    ['Asia/Shanghai', '2022-01-09T16:00:00Z', localTime(2022, 1, 10, 0)],
    ['America/New_York', '2024-02-29T04:59:30Z', localTime(2024, 2, 28, 1439.5)],
    ['Asia/Kolkata', '2023-12-31T18:30:00Z', localTime(2024, 1, 1, 0)],
    ['UTC', '2026-05-01T12:00:00Z', localTime(2026, 5, 1, 720)],
  ])('in %s is what the wall shows at %s', (zone, instant, expected) => {
    expect(localTimeAt(new Date(instant), zone)).toEqual(expected);
  });

  test('knows its weekday', () => {
    expect(localTime(2022, 1, 10).dayOfWeek).toBe(1);
    expect(minuteOfWeek(localTime(2022, 1, 10, 511))).toBe(1440 + 511);
  });

  test('counts on over days, months and years', () => {
    const eve = localTime(2023, 12, 31, 1439);
    expect(addLocalMinutes(eve, 2)).toEqual(localTime(2024, 1, 1, 1));
    expect(addLocalMinutes(localTime(2024, 3, 1, 0), -1)).toEqual(localTime(2024, 2, 29, 1439));
  });

  test('goes to an instant and back, except in the hours that clocks skip or repeat', () => {
    const zones = ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'UTC'];
    const minutes = fc.integer({
      min: localMinutesOf({ year: 2020, month: 1, day: 1 }),
      max: localMinutesOf({ year: 2030, month: 1, day: 1 }),
    });
    fc.assert(
      fc.property(minutes, fc.constantFrom(...zones), (minute, zone) => {
        const local = localTimeOf(minute);
        const back = localTimeAt(instantOf(local, zone), zone);
        const off = localMinutesOf(back, back.minuteOfDay) - minute;
        // A skipped minute is shown as the one an hour, or on Lord Howe half an hour, later.
        expect([0, 30, 60]).toContain(off);
        if (zone === 'Asia/Shanghai' || zone === 'UTC') expect(off).toBe(0);
      }),
    );
  });

  test('takes the first of an hour that comes twice, and passes over one that never comes', () => {
    const zone = 'America/New_York';
    const at = (month: number, day: number, minute: number) =>
      instantOf(localTime(2026, month, day, minute), zone).toISOString();
    expect(at(11, 1, 90)).toBe('2026-11-01T05:30:00.000Z');
    expect(at(3, 8, 150)).toBe('2026-03-08T07:30:00.000Z');
    expect(at(3, 8, 119)).toBe('2026-03-08T06:59:00.000Z');
    expect(at(3, 8, 180)).toBe('2026-03-08T07:00:00.000Z');
  });
});
