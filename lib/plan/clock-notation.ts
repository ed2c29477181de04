import type { CalendarDate } from './plan';

/** Form of a time of day, `HH:MM`. */
export const CLOCK_PATTERN = /^(?:[01]\d|2[0-3]):[0-5]\d$/;

/** Form of the end of a stretch of the day: `24:00` is the end of the day. */
export const END_PATTERN = /^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;

/** Form of an anchor point of a curve: an hour, or `HH:MM`. */
export const ANCHOR_PATTERN = /^(?:[01]?\d|2[0-3])(?::[0-5]\d)?$/;

/** Form of a date, `MM-DD` or `YYYY-MM-DD`. */
export const DATE_PATTERN = /^(?:[12]\d{3}-)?\d{2}-\d{2}$/;

/** Minute of the day of `HH:MM` or of a bare hour. */
export function minuteOfClock(clock: string): number {
  const [hours, minutes = '0'] = clock.split(':');
  return Number(hours) * 60 + Number(minutes);
}

/** `HH:MM` of a minute, also of one past midnight. */
export function clockOfMinute(minute: number): string {
  const within = Math.floor(minute) % 1440;
  return `${twoDigits(Math.floor(within / 60))}:${twoDigits(within % 60)}`;
}

/** The date that a text in the form of `DATE_PATTERN` names, or undefined when there is none. */
export function tryParseCalendarDate(text: string): CalendarDate | undefined {
  const numbers = text.split('-').map(Number);
  const [day, month, year] = numbers.reverse();
  if (day === undefined || month === undefined) return undefined;
  // A date without a year may be 29 February, so it is looked up in a leap year.
  const probe = new Date(Date.UTC(year ?? 2024, month - 1, day));
  if (probe.getUTCMonth() !== month - 1 || probe.getUTCDate() !== day) return undefined;
  return year === undefined ? { month, day } : { year, month, day };
}

/** The date as a plan writes it. */
export function formatCalendarDate(date: CalendarDate): string {
  const monthAndDay = `${twoDigits(date.month)}-${twoDigits(date.day)}`;
  return date.year === undefined ? monthAndDay : `${date.year}-${monthAndDay}`;
}

/** A number as two digits, as in clocks, dates and names. */
export function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
