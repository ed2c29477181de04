import { CampaignCalendar, type CampaignFloor } from './campaign-calendar';
import type { ScheduledMinimum } from './capacity-plan';
import { twoDigits } from './clock-notation';
import { compactMinute, formatCron } from './cron';
import { LEAD_MINUTES_LIMIT } from './defaults';
import { groupBy } from './group-by';
import { dateOfCalendarDay } from './leap-calendar';
import { DAY_MINUTES, modulo } from './local-time';

const DAYS_OF_WEEK: readonly number[] = [0, 1, 2, 3, 4, 5, 6];

/** Weekdays that always share an action, under one name. */
interface DayKind {
  readonly name: string;
  readonly days: readonly number[];
}

const DAY_KINDS: readonly DayKind[] = [
  { name: 'weekdays', days: [1, 2, 3, 4, 5] },
  { name: 'weekend', days: [0, 6] },
];

const EVENING_KINDS: readonly DayKind[] = [
  { name: 'mon-thu', days: [1, 2, 3, 4] },
  { name: 'fri', days: [5] },
  { name: 'sat', days: [6] },
  { name: 'sun', days: [0] },
];

/**
 * From here on a minimum may look into the next day, which for a Friday or a Sunday is of another kind:
 * the last hour of the day less the longest lead, 24:00 - 1 h - 4 h = 19:00.
 */
const EVENING_MINUTE = DAY_MINUTES - 60 - LEAD_MINUTES_LIMIT;

/** What the schedule of one group is made from. */
export interface ScheduleOptions {
  /** Floor of each of the 168 hours from Sunday 00:00. */
  readonly weeklyFloors: readonly number[];
  readonly campaigns: readonly CampaignFloor[];
  readonly leadMinutes: number;
}

/**
 * The minimum that should stand at each minute of the week, 0 being Sunday 00:00: raised
 * `leadMinutes` before an hour that needs more, released when the hour is over.
 */
export function weeklyMinimums(floors: readonly number[], leadMinutes: number): readonly number[] {
  const highestOf = (hour: number, hours: number) =>
    Math.max(...Array.from({ length: hours }, (_, i) => floors[(hour + i) % floors.length] ?? 0));
  const fullHours = Math.floor(leadMinutes / 60);
  // The minute of an hour from which the lead reaches one hour further.
  const reach = 60 - (leadMinutes % 60);
  return floors.flatMap((_, hour) => [
    ...new Array<number>(reach).fill(highestOf(hour, fullHours + 1)),
    ...new Array<number>(60 - reach).fill(highestOf(hour, fullHours + 2)),
  ]);
}

/**
 * The scheduled actions of one group as one merged sequence, in which no two fire at the same minute.
 *
 * Weekly crons follow the week, date crons the campaigns. A weekly cron that fired inside a campaign
 * would drop the minimum while people wait at the gates, and target tracking, which sees a fleet
 * sized for the loss of a region as idle, would scale in at once. So none does: in the months of a
 * campaign, a weekly action whose time of day lies inside it is written by day of the month, all days
 * but the campaign's. The weekday of such a day is unknown, so it sets the highest minimum any
 * weekday has at that minute. At the end of a campaign the week's own minimum is set on every
 * weekday, which releases the campaign to exactly the week and is without effect on other days.
 *
 * Dates are crons without a year, so a campaign with a year comes back until the plan drops it.
 *
 * CloudFormation creates and changes actions before it deletes, in any order, and Auto Scaling refuses
 * two that begin at the same minute. So a name stands for its minute and its weekdays whatever the curve
 * says: an edit of the week changes an action in place, and what it creates never meets what is still to
 * be deleted. Campaigns take days from the weekly actions, so an edit of a campaign's dates or hours may
 * be refused while the next run of both actions is the same day; deployed before that month it is not.
 */
export function scheduledMinimums(options: ScheduleOptions): readonly ScheduledMinimum[] {
  const week = weeklyMinimums(options.weeklyFloors, options.leadMinutes);
  const highestByMinute = Array.from({ length: DAY_MINUTES }, (_, minute) =>
    Math.max(...DAYS_OF_WEEK.map((day) => week[day * DAY_MINUTES + minute] ?? 0)),
  );
  const calendar = new CampaignCalendar(options.campaigns, options.leadMinutes, highestByMinute);
  const actions = [...weeklyActionTimes(week, calendar.releaseMinutes())]
    .sort(([a], [b]) => a - b)
    .flatMap(([minute, days]) => [
      ...weeklyActions(week, minute, days, calendar),
      ...monthlyActions(minute, highestByMinute[minute] ?? 0, calendar),
    ]);
  return [...actions, ...calendar.raises()];
}

/** Minute of the day to the weekdays on which the weekly minimum must be set then. */
function weeklyActionTimes(
  week: readonly number[],
  releaseMinutes: readonly number[],
): ReadonlyMap<number, readonly number[]> {
  const times = new Map<number, readonly number[]>();
  for (let at = 0; at < week.length; at += 1) {
    if (week[at] === week[modulo(at - 1, week.length)]) continue;
    const minute = at % DAY_MINUTES;
    times.set(minute, [...(times.get(minute) ?? []), Math.floor(at / DAY_MINUTES)]);
  }
  for (const minute of releaseMinutes) times.set(minute, DAYS_OF_WEEK);
  return times;
}

function weeklyActions(
  week: readonly number[],
  minute: number,
  days: readonly number[],
  calendar: CampaignCalendar,
): ScheduledMinimum[] {
  const busyMonths = new Set(calendar.daysAt(minute).map((day) => dateOfCalendarDay(day).month));
  const months = numbersTo(12).filter((month) => !busyMonths.has(month));
  if (months.length === 0) return [];
  const kinds = minute < EVENING_MINUTE ? DAY_KINDS : EVENING_KINDS;
  // Days of a kind have the same minimum, so an action also fires, without effect, where one stays.
  return kinds
    .filter((kind) => kind.days.some((day) => days.includes(day)))
    .map((kind) => ({
      name: `week-${compactMinute(minute)}-${kind.name}`,
      recurrence: formatCron(minute, { months, daysOfWeek: kind.days }),
      minSize: Math.max(...kind.days.map((day) => week[day * DAY_MINUTES + minute] ?? 0)),
    }));
}

function monthlyActions(
  minute: number,
  minSize: number,
  calendar: CampaignCalendar,
): ScheduledMinimum[] {
  const dates = calendar.daysAt(minute).map(dateOfCalendarDay);
  const months = [...groupBy(dates, ({ month }) => month)].map(([month, held]) => {
    const taken = new Set(held.map(({ day }) => day));
    // Day 31 of a shorter month never comes, so every month may be written with 31 days.
    return { month, free: numbersTo(31).filter((day) => !taken.has(day)) };
  });
  return [...groupBy(months, ({ free }) => free.join()).values()]
    .map((alike) => ({ daysOfMonth: alike[0]?.free ?? [], months: alike.map((a) => a.month) }))
    .filter(({ daysOfMonth }) => daysOfMonth.length > 0)
    .map((when) => ({
      name: `week-${compactMinute(minute)}-month-${twoDigits(when.months[0] ?? 0)}`,
      recurrence: formatCron(minute, when),
      minSize,
    }));
}

function numbersTo(last: number): readonly number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
