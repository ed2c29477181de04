import { type Language, textOf } from './texts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** The time of day with seconds, in the phone's zone. */
export function clockText(ms: number): string {
  const date = new Date(ms);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(pad).join(':');
}

/** The date, in the phone's zone. */
export function dateText(ms: number): string {
  const date = new Date(ms);
  return `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
}

/** The time of day, with the date when that is another than today's. */
export function timeText(ms: number, nowMs: number): string {
  const time = clockText(ms).slice(0, 5);
  return dateText(ms) === dateText(nowMs) ? time : `${dateText(ms)} ${time}`;
}

const UNITS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const;

/** A span in its largest whole unit; of hours also the minutes. */
export function spanText(ms: number, language: Language): string {
  const [unit, length] = UNITS.find(([, least]) => ms >= least) ?? ['second', 1000];
  const count = Math.max(1, Math.floor(ms / length));
  const text = `${count} ${textOf(language, unit)}`;
  const minutes = unit === 'hour' ? Math.floor((ms % length) / 60_000) : 0;
  return minutes === 0 ? text : `${text} ${minutes} ${textOf(language, 'minute')}`;
}

/** How long ago an instant was. */
export function agoText(ms: number, language: Language): string {
  if (ms < 5_000) return textOf(language, 'now');
  const gap = language === 'zh' ? '' : ' ';
  return spanText(ms, language) + gap + textOf(language, 'ago');
}
