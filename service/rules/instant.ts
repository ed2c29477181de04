const DAY_MS = 86_400_000;

/** Days of a year before each month begins, when the year is not a leap year. */
const DAYS_BEFORE = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/** `2022-01-10T00:31:00.000Z`, the form in which facts hold their times. */
const FORM_LENGTH = 24;

/**
 * The same as `Date.parse`, several times faster for the one form in which facts hold their times: a
 * decision of 20 facts reads 50 times.
 */
export function instantOf(text: string): number {
  if (text.length !== FORM_LENGTH || !hasSeparators(text)) return Date.parse(text);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const ms = (text.charCodeAt(20) - 48) * 100 + twoDigits(text, 21);
  const [hour, minute, second] = [twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17)];
  const isPlain = month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour < 24;
  // Days that not every month has, and whatever is no time at all, are judged by the language.
  if (!isPlain || !(minute < 60 && second < 60 && ms < 1_000 && ms >= 0 && year >= 1970)) {
    return Date.parse(text);
  }
  const leaps = leapDaysBefore(month > 2 ? year + 1 : year) - leapDaysBefore(1970);
  const days = (year - 1970) * 365 + leaps + (DAYS_BEFORE[month - 1] as number) + day - 1;
  return days * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000 + ms;
}

/** The signs between the digits, at their places. */
function hasSeparators(text: string): boolean {
  return (
    text.charCodeAt(4) === 45 &&
    text.charCodeAt(7) === 45 &&
    text.charCodeAt(10) === 84 &&
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    text.charCodeAt(19) === 46 &&
    text.charCodeAt(23) === 90
  );
}

function leapDaysBefore(year: number): number {
  const last = year - 1;
  return Math.floor(last / 4) - Math.floor(last / 100) + Math.floor(last / 400);
}

function twoDigits(text: string, at: number): number {
  const [tens, ones] = [text.charCodeAt(at) - 48, text.charCodeAt(at + 1) - 48];
  // Not a number for anything but digits, so that no comparison holds.
  return tens >= 0 && tens < 10 && ones >= 0 && ones < 10 ? tens * 10 + ones : Number.NaN;
}
