import {
  DAY_MINUTES,
  localMinutesOf,
  localTime,
  localTimeOf,
  minuteOfWeek,
  WEEK_MINUTES,
} from '../plan/local-time';
import type { CalendarDate, Campaign, FleetName, Plan, Traffic } from '../plan/plan';
import { requestsPerMinuteAt } from '../plan/traffic-curve';

/** One day of a campaign within a table. */
export interface CampaignSpan {
  readonly campaign: Campaign;
  readonly date: CalendarDate;
  readonly from: number;
  readonly to: number;
}

// Any Sunday: without campaigns a week is the same in every year.
const A_SUNDAY = localMinutesOf(localTime(2023, 1, 1));

/** The weekly curve alone, from Sunday 00:00. */
class WeeklyDemand {
  readonly requestsPerSecond: Float64Array;
  private readonly peaks = new Map<number, number>();

  constructor(traffic: Traffic, fleet: FleetName) {
    const weeklyOnly = { traffic: { ...traffic, campaigns: [] } };
    this.requestsPerSecond = Float64Array.from({ length: WEEK_MINUTES }, (_, minute) =>
      perSecond(requestsPerMinuteAt(weeklyOnly, fleet, localTimeOf(A_SUNDAY + minute))),
    );
  }

  /** Minutes from `start` to the highest demand of up to an hour; the same hours are asked for often. */
  peakWithin(start: number, length: number): number {
    const key = start * 64 + length;
    let peak = this.peaks.get(key);
    if (peak === undefined) {
      const minutes = this.requestsPerSecond.subarray(start, start + length);
      peak = minutes.indexOf(Math.max(...minutes));
      this.peaks.set(key, peak);
    }
    return peak;
  }
}

/** Demand through a span of minutes, and which campaign runs then. */
export class DemandTable {
  constructor(
    readonly requestsPerSecond: Float64Array,
    /** Spans in which a campaign runs, as offsets into the table. */
    readonly campaigns: readonly CampaignSpan[],
    private readonly week: WeeklyDemand,
    private readonly startOfTable: number,
  ) {}

  /** The minute of highest demand in [from, to), which must lie in one hour without a campaign. */
  peakBetween(from: number, to: number): number {
    return from + this.week.peakWithin((this.startOfTable + from) % WEEK_MINUTES, to - from);
  }
}

/** Demand as the plan's traffic curve gives it, tabulated by the minute. */
export class DemandTables {
  private readonly weeks = new Map<FleetName, WeeklyDemand>();

  constructor(private readonly plan: Pick<Plan, 'traffic'>) {}

  /** One week from Monday 00:00, without campaigns. */
  week(fleet: FleetName): DemandTable {
    const table = new Float64Array(WEEK_MINUTES);
    return new DemandTable(
      this.fill(fleet, DAY_MINUTES, table),
      [],
      this.weekOf(fleet),
      DAY_MINUTES,
    );
  }

  /** Demand with campaigns through [from, to), in local minutes. */
  span(fleet: FleetName, from: number, to: number): DemandTable {
    const start = minuteOfWeek(localTimeOf(from));
    const table = this.fill(fleet, start, new Float64Array(to - from));
    const campaigns = campaignSpans(this.plan.traffic.campaigns, from, to);
    for (const span of campaigns) {
      const end = Math.min(span.to, table.length);
      for (let at = Math.max(span.from, 0); at < end; at += 1) {
        table[at] = perSecond(requestsPerMinuteAt(this.plan, fleet, localTimeOf(from + at)));
      }
    }
    return new DemandTable(table, campaigns, this.weekOf(fleet), start);
  }

  private weekOf(fleet: FleetName): WeeklyDemand {
    const week = this.weeks.get(fleet) ?? new WeeklyDemand(this.plan.traffic, fleet);
    this.weeks.set(fleet, week);
    return week;
  }

  /** Fills a table with weeks, beginning at a minute of the week. */
  private fill(fleet: FleetName, start: number, table: Float64Array): Float64Array {
    const week = this.weekOf(fleet).requestsPerSecond;
    for (let at = -start; at < table.length; at += WEEK_MINUTES) {
      const end = Math.min(WEEK_MINUTES, table.length - at);
      table.set(week.subarray(Math.max(-at, 0), end), Math.max(at, 0));
    }
    return table;
  }
}

function perSecond(requestsPerMinute: number): number {
  return requestsPerMinute / 60;
}

/** The days of the campaigns that touch [from, to). */
export function campaignSpans(
  campaigns: readonly Campaign[],
  from: number,
  to: number,
): readonly CampaignSpan[] {
  const firstYear = localTimeOf(from - DAY_MINUTES).year;
  const lastYear = localTimeOf(to).year;
  const spans: CampaignSpan[] = [];
  for (const campaign of campaigns) {
    for (const date of campaign.dates) {
      for (let year = firstYear; year <= lastYear; year += 1) {
        if (date.year !== undefined && date.year !== year) continue;
        const day = localMinutesOf({ ...date, year });
        // 29 February is no day of most years.
        if (localTimeOf(day).day !== date.day) continue;
        const start = day + campaign.fromMinute - from;
        const end = day + campaign.toMinute - from;
        if (end > 0 && start < to - from) spans.push({ campaign, date, from: start, to: end });
      }
    }
  }
  return spans;
}
