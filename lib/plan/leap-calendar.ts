import type { CalendarDate } from './plan';

/**
 * The days of a year without a year, as date crons see them: day 0 is 1 January, day 59 is 29
 * February, day 365 is 31 December. In three years of four day 58 is followed by day 60, so a night
 * over the end of February has two neighbours.
 */
export const CALENDAR_DAYS = 366;

const LEAP_YEAR = 2024;
const DAY_MS = 86_400_000;
const LAST_OF_FEBRUARY = 58;
const LEAP_DAY = 59;
const FIRST_OF_MARCH = 60;

/** Number of a date in the calendar. */
export function calendarDay(date: CalendarDate): number {
  return (Date.UTC(LEAP_YEAR, date.month - 1, date.day) - Date.UTC(LEAP_YEAR, 0, 1)) / DAY_MS;
}

/** Month and day of a number in the calendar. */
export function dateOfCalendarDay(day: number): { readonly month: number; readonly day: number } {
  const date = new Date(Date.UTC(LEAP_YEAR, 0, 1 + day));
  return { month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The days that may precede a day. */
export function daysBefore(day: number): readonly number[] {
  if (day === FIRST_OF_MARCH) return [LEAP_DAY, LAST_OF_FEBRUARY];
  return [(day + CALENDAR_DAYS - 1) % CALENDAR_DAYS];
}

/** The days that may follow a day. */
export function daysAfter(day: number): readonly number[] {
  if (day === LAST_OF_FEBRUARY) return [LEAP_DAY, FIRST_OF_MARCH];
  return [(day + 1) % CALENDAR_DAYS];
}
