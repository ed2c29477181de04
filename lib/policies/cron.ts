import { SHORT_DAYS, SHORT_MONTHS } from '../plan/calendar-names';

/** A five-field cron line as sets of values. */
export interface Cron {
  /** Minutes of the day, 0 to 1439, in order. */
  readonly minutesOfDay: readonly number[];
  readonly daysOfMonth: ReadonlySet<number>;
  /** 1 to 12. */
  readonly months: ReadonlySet<number>;
  /** 0 is Sunday. */
  readonly daysOfWeek: ReadonlySet<number>;
  /** Whether either of the two day fields is enough: the rule of cron when both are restricted. */
  readonly eitherDay: boolean;
}

interface Field {
  readonly least: number;
  readonly most: number;
  readonly names: readonly string[];
}

const MINUTE: Field = { least: 0, most: 59, names: [] };
const HOUR: Field = { least: 0, most: 23, names: [] };
const DAY: Field = { least: 1, most: 31, names: [] };
const MONTH: Field = { least: 1, most: 12, names: SHORT_MONTHS };
// Sunday is 0 and 7.
const DAY_OF_WEEK: Field = { least: 0, most: 7, names: SHORT_DAYS };

/** Reads a cron line: numbers, names, lists, ranges and steps; undefined when it is none. */
export function tryParseCron(line: string): Cron | undefined {
  const texts = line.trim().split(/\s+/);
  if (texts.length !== 5) return undefined;
  const [minuteText = '', hourText = '', dayText = '', monthText = '', weekdayText = ''] = texts;
  const minutes = tryParseField(minuteText, MINUTE);
  const hours = tryParseField(hourText, HOUR);
  const daysOfMonth = tryParseField(dayText, DAY);
  const months = tryParseField(monthText, MONTH);
  const weekdays = tryParseField(weekdayText, DAY_OF_WEEK);
  if (!minutes || !hours || !daysOfMonth || !months || !weekdays) return undefined;
  const minutesOfDay = [...hours]
    .flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute))
    .sort((a, b) => a - b);
  return {
    minutesOfDay,
    daysOfMonth,
    months,
    daysOfWeek: new Set([...weekdays].map((day) => day % 7)),
    eitherDay: !dayText.startsWith('*') && !weekdayText.startsWith('*'),
  };
}

/** Whether a cron fires on a day. */
export function firesOn(
  cron: Cron,
  day: { readonly month: number; readonly day: number; readonly dayOfWeek: number },
): boolean {
  if (!cron.months.has(day.month)) return false;
  const ofMonth = cron.daysOfMonth.has(day.day);
  const ofWeek = cron.daysOfWeek.has(day.dayOfWeek);
  return cron.eitherDay ? ofMonth || ofWeek : ofMonth && ofWeek;
}

function tryParseField(text: string, field: Field): ReadonlySet<number> | undefined {
  const values = new Set<number>();
  for (const part of text.split(',')) {
    const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const bounds = tryParseRange(range, field, step !== undefined);
    const stride = step === undefined ? 1 : Number(step);
    if (bounds === undefined || stride < 1) return undefined;
    for (let value = bounds[0]; value <= bounds[1]; value += stride) values.add(value);
  }
  return values;
}

function tryParseRange(
  text: string,
  field: Field,
  hasStep: boolean,
): readonly [number, number] | undefined {
  if (text === '*') return [field.least, field.most];
  const [fromText = '', toText, ...rest] = text.split('-');
  const from = tryParseValue(fromText, field);
  // `5/10` counts from 5 to the end of the field.
  const to = toText === undefined ? (hasStep ? field.most : from) : tryParseValue(toText, field);
  if (from === undefined || to === undefined || from > to || rest.length > 0) return undefined;
  return [from, to];
}

function tryParseValue(text: string, field: Field): number | undefined {
  const named = field.names.indexOf(text.toLowerCase());
  if (named !== -1) return named + field.least;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return value >= field.least && value <= field.most ? value : undefined;
}
