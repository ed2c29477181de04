import type { ScheduledMoment } from './capacity-plan';
import { yearMinutes } from './cron';
import { CALENDAR_DAYS, calendarDay } from './leap-calendar';
import { DAY_MINUTES } from './local-time';

const LEAP_DAY = calendarDay({ month: 2, day: 29 });

interface Firing {
  readonly index: number;
  readonly at: number;
}

/**
 * For each of a list of moments, the fewest minutes until any of the list comes next, in years with and
 * without 29 February; a year where only one ever fires.
 */
export function minutesToNext(moments: readonly ScheduledMoment[]): readonly number[] {
  const leap = firingsOf(moments);
  const years = [
    gapsIn(leap, CALENDAR_DAYS * DAY_MINUTES),
    gapsIn(withoutLeapDay(leap), (CALENDAR_DAYS - 1) * DAY_MINUTES),
  ];
  return moments.map((_, index) => {
    const gaps = years.flat().filter((gap) => gap.index === index);
    return Math.min(CALENDAR_DAYS * DAY_MINUTES, ...gaps.map(({ minutes }) => minutes));
  });
}

/** Every firing of a list of moments in a year of 366 days, in order. */
export function firingsOf(moments: readonly ScheduledMoment[]): readonly Firing[] {
  return moments
    .flatMap(({ recurrence }, index) => yearMinutes(recurrence).map((at) => ({ index, at })))
    .sort((a, b) => a.at - b.at);
}

function withoutLeapDay(firings: readonly Firing[]): readonly Firing[] {
  return firings
    .filter(({ at }) => Math.floor(at / DAY_MINUTES) !== LEAP_DAY)
    .map(({ index, at }) => ({
      index,
      at: at < LEAP_DAY * DAY_MINUTES ? at : at - DAY_MINUTES,
    }));
}

function gapsIn(firings: readonly Firing[], yearLength: number) {
  return firings.map(({ index, at }, position) => {
    const next = firings[(position + 1) % firings.length]?.at ?? at;
    return { index, minutes: next > at ? next - at : next - at + yearLength };
  });
}
