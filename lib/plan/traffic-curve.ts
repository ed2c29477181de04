import { addLocalMinutes, DAY_MINUTES, type LocalTime, minuteOfWeek, modulo } from './local-time';
import type { CalendarDate, Campaign, FleetName, Plan, Traffic } from './plan';

/** Hours in a week; hour 0 begins on Sunday at 00:00. */
export const WEEK_HOURS = 168;

type WeeklyTraffic = Pick<Traffic, 'weekday' | 'weekend'>;

/** Requests per minute at a full hour of the week, counted from Sunday 00:00 and round the week. */
export function requestsPerMinuteAtHour(traffic: WeeklyTraffic, hourOfWeek: number): number {
  const hour = modulo(hourOfWeek, WEEK_HOURS);
  const dayOfWeek = Math.floor(hour / 24);
  const day = dayOfWeek === 0 || dayOfWeek === 6 ? traffic.weekend : traffic.weekday;
  const value = day[hour % 24];
  if (value === undefined) throw new RangeError('a curve needs 24 values');
  return value;
}

/**
 * The weekly curve, without campaigns, at a minute of the week (0 is Sunday 00:00; fractions count):
 * a straight line from each full hour to the next, also where a weekday joins a weekend.
 */
export function weeklyRequestsPerMinuteAt(traffic: WeeklyTraffic, minute: number): number {
  const hour = Math.floor(minute / 60);
  const from = requestsPerMinuteAtHour(traffic, hour);
  const to = requestsPerMinuteAtHour(traffic, hour + 1);
  return from + (to - from) * (minute / 60 - hour);
}

/** The campaigns that run at a local time. */
export function campaignsAt(campaigns: readonly Campaign[], local: LocalTime): readonly Campaign[] {
  const minute = local.minuteOfDay;
  return campaigns.filter(({ dates, fromMinute, toMinute }) => {
    const runsToday = minute >= fromMinute && minute < toMinute;
    if (runsToday && dates.some((date) => isOn(date, local))) return true;
    if (minute + DAY_MINUTES >= toMinute) return false;
    const yesterday = addLocalMinutes(local, -DAY_MINUTES);
    return dates.some((date) => isOn(date, yesterday));
  });
}

function isOn(date: CalendarDate, day: LocalTime): boolean {
  const sameYear = date.year === undefined || date.year === day.year;
  return sameYear && date.month === day.month && date.day === day.day;
}

/** Show-code demand of all regions together; a campaign holds its peak through its whole window. */
export function citizenRequestsPerMinuteAt(plan: Pick<Plan, 'traffic'>, local: LocalTime): number {
  const weekly = weeklyRequestsPerMinuteAt(plan.traffic, minuteOfWeek(local));
  const peaks = campaignsAt(plan.traffic.campaigns, local).map((c) => c.peakRequestsPerMinute);
  return Math.max(weekly, ...peaks);
}

/** Demand on one kind of fleet, all regions together. */
export function requestsPerMinuteAt(
  plan: Pick<Plan, 'traffic'>,
  fleet: FleetName,
  local: LocalTime,
): number {
  return fleet === 'citizen'
    ? citizenRequestsPerMinuteAt(plan, local)
    : plan.traffic.partnerRequestsPerMinute;
}

/** The highest weekly demand within each of the 168 hours from Sunday 00:00, without campaigns. */
export function weeklyDemand(plan: Pick<Plan, 'traffic'>, fleet: FleetName): readonly number[] {
  return Array.from({ length: WEEK_HOURS }, (_, hour) =>
    fleet === 'partner'
      ? plan.traffic.partnerRequestsPerMinute
      : // A straight line is highest at one of its ends.
        Math.max(
          requestsPerMinuteAtHour(plan.traffic, hour),
          requestsPerMinuteAtHour(plan.traffic, hour + 1),
        ),
  );
}

/** The highest demand of any minute, campaigns included. */
export function highestDemand(plan: Pick<Plan, 'traffic'>, fleet: FleetName): number {
  const campaigns = fleet === 'citizen' ? plan.traffic.campaigns : [];
  return Math.max(
    ...weeklyDemand(plan, fleet),
    ...campaigns.map((campaign) => campaign.peakRequestsPerMinute),
  );
}
