import { nameOfDay, nameOfMonth } from '../plan/calendar-names';
import { clockOfMinute } from '../plan/clock-notation';
import { DAY_MINUTES, type LocalTime, localMinutesOf, localTime } from '../plan/local-time';
import type { Campaign } from '../plan/plan';

/** A calendar year the proof runs through, in local minutes. */
export interface ProofYear {
  readonly year: number;
  readonly from: number;
  readonly to: number;
  /** Whether the plan names the year; otherwise it stands for all years with its weekdays. */
  readonly isNamed: boolean;
}

// In 28 years without a skipped leap day every kind of year comes; 2025 to 2052 are such years.
const FIRST_YEAR = 2025;
const YEARS = 28;

/**
 * One year of each of the 14 kinds (seven weekdays for 1 January, with and without 29 February), so
 * that every date falls on every weekday it may fall on, and the years that campaigns name.
 */
export function proofYears(campaigns: readonly Campaign[]): readonly ProofYear[] {
  const years = new Map<number, boolean>();
  const kinds = new Set<string>();
  for (let year = FIRST_YEAR; year < FIRST_YEAR + YEARS; year += 1) {
    const kind = `${localTime(year, 1, 1).dayOfWeek} ${localTime(year, 12, 31).dayOfWeek}`;
    if (!kinds.has(kind)) years.set(year, false);
    kinds.add(kind);
  }
  for (const { dates, toMinute } of campaigns) {
    for (const { year, month, day } of dates) {
      if (year === undefined) continue;
      years.set(year, true);
      // A campaign of New Year's Eve ends in the year after the one it names.
      if (month === 12 && day === 31 && toMinute > DAY_MINUTES) years.set(year + 1, true);
    }
  }
  return [...years].map(([year, isNamed]) => ({
    year,
    from: localMinutesOf({ year, month: 1, day: 1 }),
    to: localMinutesOf({ year: year + 1, month: 1, day: 1 }),
    isNamed,
  }));
}

/** `10 January`, with the year when the plan names it. */
export function nameOfDate(local: LocalTime, withYear: boolean): string {
  return `${local.day} ${nameOfMonth(local.month)}${withYear ? ` ${local.year}` : ''}`;
}

/** `Monday 10 January 08:35`, with the year when the plan names it. */
export function momentOf(local: LocalTime, withYear: boolean): string {
  const time = clockOfMinute(local.minuteOfDay);
  return `${nameOfDay(local.dayOfWeek)} ${nameOfDate(local, withYear)} ${time}`;
}
