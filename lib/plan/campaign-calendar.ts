import type { ScheduledMinimum, ScheduledMoment } from './capacity-plan';
import { twoDigits } from './clock-notation';
import { compactMinute, formatCron } from './cron';
import { groupBy } from './group-by';
import {
  CALENDAR_DAYS,
  calendarDay,
  dateOfCalendarDay,
  daysAfter,
  daysBefore,
} from './leap-calendar';
import { DAY_MINUTES, modulo } from './local-time';
import type { CalendarDate } from './plan';

/** A campaign as one group's schedule sees it. */
export interface CampaignFloor {
  readonly name: string;
  readonly dates: readonly CalendarDate[];
  readonly fromMinute: number;
  /** Above 1440 when the campaign runs past midnight. */
  readonly toMinute: number;
  /** Instances that must stand through the campaign. */
  readonly floor: number;
}

/** The campaign that holds the minimum at a minute. */
interface Hold {
  readonly name: string;
  readonly level: number;
}

interface Raise {
  readonly day: number;
  readonly minute: number;
  readonly hold: Hold;
}

/** A minute and the one before it, which on 1 March may be either of two. */
interface Turn {
  readonly hold: Hold | undefined;
  readonly before: readonly (Hold | undefined)[];
}

type Minutes = (Hold | undefined)[];

/**
 * Which campaign holds a group's minimum at each minute of the year, from the lead time to the end,
 * on a calendar of 366 days. Where campaigns meet or their lead times overlap, the higher one holds.
 * A campaign that touches 29 February may also hold minutes of the neighbouring midnight in years
 * without that day; it holds too much there, never too little.
 */
export class CampaignCalendar {
  private readonly minutesByDay = new Map<number, Minutes>();

  /** `weeklyHighest` is the highest weekly minimum of any weekday at each minute of the day. */
  constructor(
    campaigns: readonly CampaignFloor[],
    leadMinutes: number,
    weeklyHighest: readonly number[],
  ) {
    for (const campaign of campaigns.filter(({ floor }) => floor > 0)) {
      const start = campaign.fromMinute - leadMinutes;
      let level = campaign.floor;
      // Inside its window no weekly action fires, so the campaign carries the week as well.
      for (let minute = start; minute < campaign.toMinute; minute += 1) {
        level = Math.max(level, weeklyHighest[modulo(minute, DAY_MINUTES)] ?? 0);
      }
      const hold: Hold = { name: campaign.name, level };
      for (const date of campaign.dates) {
        this.hold(calendarDay(date), start, campaign.toMinute, hold);
      }
    }
  }

  /** The days on which a campaign holds the minimum at a minute of the day. */
  daysAt(minute: number): readonly number[] {
    return [...this.minutesByDay]
      .filter(([, minutes]) => minutes[minute] !== undefined)
      .map(([day]) => day)
      .sort((a, b) => a - b);
  }

  /** The minutes of the day at which, on some date, a campaign ends and no other one holds. */
  releaseMinutes(): readonly number[] {
    const found = new Set<number>();
    for (const [day, minutes] of this.minutesByDay) {
      for (let minute = 1; minute < DAY_MINUTES; minute += 1) {
        if (minutes[minute] === undefined && minutes[minute - 1] !== undefined) found.add(minute);
      }
      const endsDay = minutes[DAY_MINUTES - 1] !== undefined;
      if (endsDay && daysAfter(day).some((next) => this.at(next, 0) === undefined)) found.add(0);
    }
    return [...found];
  }

  /** The date crons that set a campaign's minimum: one for all dates that share minute and size. */
  raises(): readonly ScheduledMinimum[] {
    return datedActions(this.turns(({ hold }) => hold));
  }

  /** The date crons at which a campaign's hold ends and no other one follows. */
  releases(): readonly ScheduledMoment[] {
    const ends = this.turns(({ hold, before }) =>
      hold === undefined ? before.find((other) => other !== undefined) : undefined,
    );
    return datedActions(ends).map(({ name, recurrence }) => ({ name: `${name}-end`, recurrence }));
  }

  /** The minutes at which the hold becomes another, as far as `pick` names a hold to tell of. */
  private turns(pick: (minute: Turn) => Hold | undefined): readonly Raise[] {
    const found: Raise[] = [];
    for (let day = 0; day < CALENDAR_DAYS; day += 1) {
      if (![day, ...daysBefore(day)].some((near) => this.minutesByDay.has(near))) continue;
      for (let minute = 0; minute < DAY_MINUTES; minute += 1) {
        const hold = this.at(day, minute);
        const before =
          minute === 0
            ? daysBefore(day).map((previous) => this.at(previous, DAY_MINUTES - 1))
            : [this.at(day, minute - 1)];
        if (before.every((other) => other?.level === hold?.level)) continue;
        const told = pick({ hold, before });
        if (told !== undefined) found.push({ day, minute, hold: told });
      }
    }
    return found;
  }

  private at(day: number, minute: number): Hold | undefined {
    return this.minutesByDay.get(day)?.[minute];
  }

  /** Marks the minutes from `from` to `to` of a day; they may reach into the days around it. */
  private hold(day: number, from: number, to: number, hold: Hold): void {
    const parts: readonly (readonly [readonly number[], number])[] = [
      [daysBefore(day), -DAY_MINUTES],
      [[day], 0],
      [daysAfter(day), DAY_MINUTES],
    ];
    for (const [days, offset] of parts) {
      const first = Math.max(from - offset, 0);
      const end = Math.min(to - offset, DAY_MINUTES);
      if (first >= end) continue;
      for (const target of days) this.holdDay(target, first, end, hold);
    }
  }

  private holdDay(day: number, first: number, end: number, hold: Hold): void {
    const minutes = this.minutesByDay.get(day) ?? new Array<Hold | undefined>(DAY_MINUTES);
    this.minutesByDay.set(day, minutes);
    for (let minute = first; minute < end; minute += 1) {
      const other = minutes[minute];
      if (other === undefined || other.level < hold.level) minutes[minute] = hold;
    }
  }
}

/** One action for all days that share name, minute and level, and one list of days of the month. */
function datedActions(turns: readonly Raise[]): readonly ScheduledMinimum[] {
  const groups = groupBy(turns, ({ minute, hold }) =>
    [hold.name, compactMinute(minute), hold.level].join(),
  );
  return [...groups.values()].flatMap((changes) => {
    const dates = changes.map(({ day }) => dateOfCalendarDay(day));
    const months = [...groupBy(dates, ({ month }) => month)].map(([month, inMonth]) => ({
      month,
      days: inMonth.map(({ day }) => day),
    }));
    return [...groupBy(months, ({ days }) => days.join()).values()].map((alike) =>
      datedAction(changes[0] as Raise, alike),
    );
  });
}

function datedAction(
  { minute, hold }: Raise,
  alike: readonly { readonly month: number; readonly days: readonly number[] }[],
): ScheduledMinimum {
  const daysOfMonth = alike[0]?.days ?? [];
  const months = alike.map(({ month }) => month);
  const first = twoDigits(months[0] ?? 0) + twoDigits(daysOfMonth[0] ?? 0);
  return {
    name: `campaign-${hold.name}-${first}-${compactMinute(minute)}`,
    recurrence: formatCron(minute, { daysOfMonth, months }),
    minSize: hold.level,
  };
}
