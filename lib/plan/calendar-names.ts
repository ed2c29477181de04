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

/** Name of a month, 1 to 12. */
export function nameOfMonth(month: number): string {
  return MONTHS[month - 1] ?? '';
}

/** Names as cron writes them: the first three letters in lower case. */
const shortOf = (name: string): string => name.slice(0, 3).toLowerCase();

/** `sun` to `sat`. */
export const SHORT_DAYS: readonly string[] = DAYS.map(shortOf);

/** `jan` to `dec`. */
export const SHORT_MONTHS: readonly string[] = MONTHS.map(shortOf);
