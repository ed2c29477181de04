import { localMinutesOf, localTimeOf, minuteOfWeek } from '../plan/local-time';
import type { Campaign } from '../plan/plan';
import { type Schedule, scheduleOf, standingMinimums } from '../policies/standing-minimum';
import type { StandingFleet } from '../topology/topology';

/** The least that stands of a fleet, rebuilt from the template's MinSize and schedule. */
export interface Floors {
  /** 24 values: the least that stands in that hour of any Monday to Friday. */
  readonly weekday: readonly number[];
  /** 24 values: the same of Saturday and Sunday. */
  readonly weekend: readonly number[];
  /** The least that stands through each campaign of the plan. */
  readonly campaigns: readonly { readonly campaign: string; readonly instances: number }[];
  /** The floor of each hour of an ordinary week, summed. */
  readonly instanceHoursPerWeek: number;
}

/** A year that has every date, also 29 February. */
const LEAP_YEAR = 2028;

const WEEK_HOURS = 168;

/** Days of the week with 0 for Sunday, as in cron. */
const WEEKDAYS = [1, 2, 3, 4, 5];
const WEEKEND = [0, 6];

/** Rebuilds what stands of a fleet in an ordinary week and through each campaign. */
export function floorsOf(
  fleet: StandingFleet,
  timeZone: string,
  campaigns: readonly Campaign[],
): Floors {
  const schedule = scheduleOf(fleet, timeZone);
  const week = floorOfWeek(schedule, timeZone);
  return {
    weekday: hoursOf(week, WEEKDAYS),
    weekend: hoursOf(week, WEEKEND),
    campaigns: campaigns.map((campaign) => ({
      campaign: campaign.name,
      instances: floorThrough(schedule, timeZone, campaign),
    })),
    instanceHoursPerWeek: week.reduce((sum, instances) => sum + instances, 0),
  };
}

/**
 * The least that stands in each hour of the week, from Sunday 00:00, over all weeks of a year: a
 * campaign only ever raises what stands, so weeks with one tell nothing less.
 */
function floorOfWeek(schedule: Schedule, timeZone: string): readonly number[] {
  const from = localMinutesOf({ year: LEAP_YEAR, month: 1, day: 1 });
  const to = localMinutesOf({ year: LEAP_YEAR + 1, month: 1, day: 1 });
  const least = new Array<number>(WEEK_HOURS).fill(Number.POSITIVE_INFINITY);
  const steps = standingMinimums(schedule, timeZone, from, to);
  steps.forEach(({ at, minimum }, index) => {
    const end = steps[index + 1]?.at ?? to;
    for (let hour = Math.floor(at / 60); hour * 60 < end; hour += 1) {
      const ofWeek = Math.floor(minuteOfWeek(localTimeOf(hour * 60)) / 60);
      least[ofWeek] = Math.min(least[ofWeek] ?? minimum, minimum);
    }
  });
  return least;
}

function floorThrough(schedule: Schedule, timeZone: string, campaign: Campaign): number {
  return Math.min(
    ...campaign.dates.flatMap((date) => {
      const day = localMinutesOf({ year: LEAP_YEAR, ...date });
      const [from, to] = [day + campaign.fromMinute, day + campaign.toMinute];
      return standingMinimums(schedule, timeZone, from, to).map(({ minimum }) => minimum);
    }),
  );
}

/** The lowest value of each hour of the day over some days of the week. */
function hoursOf(week: readonly number[], days: readonly number[]): readonly number[] {
  return Array.from({ length: 24 }, (_, hour) =>
    Math.min(...days.map((day) => week[day * 24 + hour] ?? 0)),
  );
}
