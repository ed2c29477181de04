import { twoDigits } from './clock-notation';

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
