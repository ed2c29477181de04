import { type LocalTime, localMinutesOf, localTime } from '../plan/local-time';
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
  for (const { year } of campaigns.flatMap(({ dates }) => dates)) {
    if (year !== undefined) years.set(year, true);
  }
  return [...years].map(([year, isNamed]) => ({
    year,
    from: localMinutesOf({ year, month: 1, day: 1 }),
    to: localMinutesOf({ year: year + 1, month: 1, day: 1 }),
    isNamed,
  }));
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** Name of a weekday, 0 being Sunday. */
export function nameOfDay(dayOfWeek: number): string {
  return DAYS[dayOfWeek] ?? '';
}

/** `08:35`. */
export function nameOfTime(minuteOfDay: number): string {
  const part = (value: number) => String(value).padStart(2, '0');
  return `${part(Math.floor(minuteOfDay / 60))}:${part(Math.floor(minuteOfDay % 60))}`;
}

/** `10 January`, with the year when the plan names it. */
export function nameOfDate(local: LocalTime, withYear: boolean): string {
  return `${local.day} ${MONTHS[local.month - 1]}${withYear ? ` ${local.year}` : ''}`;
}

/** `Monday 10 January 08:35`, with the year when the plan names it. */
export function nameOfMinute(local: LocalTime, withYear: boolean): string {
  const time = nameOfTime(local.minuteOfDay);
  return `${nameOfDay(local.dayOfWeek)} ${nameOfDate(local, withYear)} ${time}`;
}
