/**
 * Time as the plan's zone reads it off the wall: a calendar day and a minute of that day. Arithmetic
 * runs on *local minutes*, the minutes since 1970-01-01T00:00 of that wall calendar, in which every
 * day has 1440. A day on which clocks change therefore repeats or skips an hour of instants, exactly
 * as cron schedules in that zone do.
 */
export interface LocalTime {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
  /** 0 up to, not including, 1440; may carry a fraction. */
  readonly minuteOfDay: number;
  /** 0 is Sunday, 6 is Saturday, as in cron. */
  readonly dayOfWeek: number;
}

/** Minutes in a day. */
export const DAY_MINUTES = 1440;

/** Minutes in a week. */
export const WEEK_MINUTES = 7 * DAY_MINUTES;

const MINUTE_MS = 60_000;
// 1970-01-01 was a Thursday.
const EPOCH_DAY_OF_WEEK = 4;

/** Remainder that is never negative. */
export function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Local minutes of a calendar day and a minute, which may lie outside the day. */
export function localMinutesOf(
  date: { readonly year: number; readonly month: number; readonly day: number },
  minuteOfDay = 0,
): number {
  return Date.UTC(date.year, date.month - 1, date.day) / MINUTE_MS + minuteOfDay;
}

/** The calendar day and minute of a count of local minutes. */
export function localTimeOf(localMinutes: number): LocalTime {
  const dayNumber = Math.floor(localMinutes / DAY_MINUTES);
  const date = new Date(dayNumber * DAY_MINUTES * MINUTE_MS);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    minuteOfDay: localMinutes - dayNumber * DAY_MINUTES,
    dayOfWeek: modulo(dayNumber + EPOCH_DAY_OF_WEEK, 7),
  };
}

/** A local time from its calendar day; the weekday follows from it. */
export function localTime(year: number, month: number, day: number, minuteOfDay = 0): LocalTime {
  return localTimeOf(localMinutesOf({ year, month, day }, minuteOfDay));
}

/** The local time `minutes` later on the wall calendar; negative goes back. */
export function addLocalMinutes(local: LocalTime, minutes: number): LocalTime {
  return localTimeOf(localMinutesOf(local, local.minuteOfDay) + minutes);
}

/** Minute of the week, 0 at Sunday 00:00. */
export function minuteOfWeek(local: LocalTime): number {
  return local.dayOfWeek * DAY_MINUTES + local.minuteOfDay;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US-u-ca-gregory', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** What the wall shows in `timeZone` at an instant, to the millisecond. */
export function localTimeAt(instant: Date, timeZone: string): LocalTime {
  const field: Record<string, number> = {};
  for (const part of formatterFor(timeZone).formatToParts(instant)) {
    field[part.type] = Number(part.value);
  }
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
  const milliseconds = modulo(instant.getTime(), 1000);
  return localTime(year, month, day, hour * 60 + minute + (second + milliseconds / 1000) / 60);
}

/**
 * The instant at which the wall in `timeZone` shows a local time. Of an hour that comes twice the
 * first is taken; a minute that clocks skip yields the instant as far past the jump.
 */
export function instantOf(local: LocalTime, timeZone: string): Date {
  const wallMs = Math.round(localMinutesOf(local, local.minuteOfDay) * MINUTE_MS);
  const dayMs = DAY_MINUTES * MINUTE_MS;
  // No zone changes its offset twice in two days, so these two are the only offsets possible.
  const before = wallMs - offsetMsAt(wallMs - dayMs, timeZone);
  const after = wallMs - offsetMsAt(wallMs + dayMs, timeZone);
  const valid = [before, after].filter((ms) => ms + offsetMsAt(ms, timeZone) === wallMs);
  return new Date(valid.length > 0 ? Math.min(...valid) : before);
}

function offsetMsAt(instantMs: number, timeZone: string): number {
  const local = localTimeAt(new Date(instantMs), timeZone);
  return Math.round(localMinutesOf(local, local.minuteOfDay) * MINUTE_MS) - instantMs;
}
