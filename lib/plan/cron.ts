import { twoDigits } from './clock-notation';
import { CALENDAR_DAYS, dateOfCalendarDay } from './leap-calendar';
import { DAY_MINUTES } from './local-time';

/** Parts of a cron line besides its minute of the day; left out, a part is every value. */
export interface CronDays {
  readonly daysOfMonth?: readonly number[];
  /** 1 to 12. */
  readonly months?: readonly number[];
  /** 0 is Sunday, 6 is Saturday. Never together with days of the month: cron would take either. */
  readonly daysOfWeek?: readonly number[];
}

/** Five cron fields: minute, hour, day of month, month, day of week. */
export function formatCron(minuteOfDay: number, days: CronDays): string {
  return [
    minuteOfDay % 60,
    Math.floor(minuteOfDay / 60),
    formatList(days.daysOfMonth, 1, 31),
    formatList(days.months, 1, 12),
    formatList(days.daysOfWeek, 0, 6),
  ].join(' ');
}

/** A minute of the day in the name of an action: `0640`. */
export function compactMinute(minuteOfDay: number): string {
  return twoDigits(Math.floor(minuteOfDay / 60)) + twoDigits(minuteOfDay % 60);
}

/** `1-9,11-31` of sorted numbers; `*` when they are all from `least` to `most`. */
function formatList(values: readonly number[] | undefined, least: number, most: number): string {
  if (values === undefined || values.length === most - least + 1) return '*';
  const runs: [number, number][] = [];
  for (const value of values) {
    const run = runs.at(-1);
    if (run !== undefined && run[1] === value - 1) run[1] = value;
    else runs.push([value, value]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

/** A date cron as EventBridge Scheduler writes it: six fields, and `?` for the day of the week. */
export function schedulerCron(recurrence: string): string {
  const [minute, hour, daysOfMonth, months] = dateFields(recurrence);
  return `cron(${minute} ${hour} ${daysOfMonth} ${months} ? *)`;
}

/** Minutes of a year of 366 days, counted from 1 January, at which a date cron fires. */
export function yearMinutes(recurrence: string): readonly number[] {
  const [minute, hour, daysOfMonth, months] = dateFields(recurrence);
  const minuteOfDay = Number(hour) * 60 + Number(minute);
  const isDay = new Set(listed(daysOfMonth, 1, 31));
  const isMonth = new Set(listed(months, 1, 12));
  return Array.from({ length: CALENDAR_DAYS }, (_, day) => day)
    .filter((day) => {
      const date = dateOfCalendarDay(day);
      return isMonth.has(date.month) && isDay.has(date.day);
    })
    .map((day) => day * DAY_MINUTES + minuteOfDay);
}

function dateFields(recurrence: string): readonly [string, string, string, string] {
  const [minute, hour, daysOfMonth, months, daysOfWeek] = recurrence.split(' ');
  if (daysOfWeek !== '*' || !minute || !hour || !daysOfMonth || !months) {
    throw new Error(`not a cron by month and day of the month: ${recurrence}`);
  }
  return [minute, hour, daysOfMonth, months];
}

/** Inverse of `formatList`. */
function listed(field: string, least: number, most: number): readonly number[] {
  const parts = field === '*' ? [`${least}-${most}`] : field.split(',');
  return parts.flatMap((part) => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
}
