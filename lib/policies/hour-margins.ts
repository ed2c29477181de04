import { nameOfDay } from '../plan/calendar-names';
import { clockOfMinute } from '../plan/clock-notation';
import { DAY_MINUTES, localTimeOf, minuteOfWeek } from '../plan/local-time';
import type { FleetName } from '../plan/plan';
import { WEEK_HOURS } from '../plan/traffic-curve';
import type { CampaignSpan, DemandTable } from './demand-table';
import type { FleetSpan } from './fleet-span';
import { nameOfDate, type ProofYear } from './years';

/** The tightest minute of one hour, over all years the proof runs through. */
export interface HourMargin {
  /** Absent for hours of the ordinary week. */
  readonly campaign?: string;
  /** `Monday 08:00`, or `10 January 08:00` in a campaign. */
  readonly hour: string;
  readonly fleet: FleetName;
  /** What the tightest survivor carries. */
  readonly capacityRequestsPerSecond: number;
  /** What that survivor is asked for. */
  readonly demandRequestsPerSecond: number;
  readonly marginRequestsPerSecond: number;
}

/** Collects the tightest minute of each hour of the week and of each campaign. */
export class HourMargins {
  private readonly tightestOfWeek = new Map<FleetName, Float64Array>();
  private readonly rows = new Map<string, { readonly order: number; readonly row: HourMargin }>();

  /**
   * Goes through all minutes of a year and returns the offset of the first that falls short. The rest
   * of a campaign that began in the year before counts as its end, so it is told last.
   */
  add(span: FleetSpan, year: ProofYear): number | undefined {
    const { demand } = span;
    const cuts = markCuts(span);
    const marks = markCampaigns(demand);
    const carriedOver = Math.max(
      0,
      ...demand.campaigns.map((span) => (span.from < 0 ? span.to : 0)),
    );
    let first: number | undefined;
    for (let from = 0; from !== -1; ) {
      const next = cuts.indexOf(1, from + 1);
      const to = next === -1 ? cuts.length : next;
      const during = demand.campaigns[(marks[from] ?? 0) - 1];
      // What is carried does not change within [from, to), so the highest demand tells of all of it.
      const peak = during === undefined ? demand.peakBetween(from, to) : scanPeak(demand, from, to);
      if (during !== undefined) this.keep(span, year, during, peak);
      else this.keepInWeek(span, year, peak);
      const isFirst = first === undefined || (first < carriedOver && from >= carriedOver);
      if (isFirst && span.fallsShortAt(peak)) first = firstShort(span, from);
      from = next;
    }
    return first;
  }

  /** The rows: the week from Monday, then the campaigns. */
  list(): readonly HourMargin[] {
    return [...this.rows.values()].sort((a, b) => a.order - b.order).map(({ row }) => row);
  }

  /** Keeps a minute if its hour of the week was never this tight; few weeks of hundreds tell more. */
  private keepInWeek(span: FleetSpan, year: ProofYear, offset: number): void {
    let tightest = this.tightestOfWeek.get(span.fleet);
    if (tightest === undefined) {
      tightest = new Float64Array(WEEK_HOURS).fill(Number.POSITIVE_INFINITY);
      this.tightestOfWeek.set(span.fleet, tightest);
    }
    const hour = ((year.from + offset - (offset % 60)) / 60) % WEEK_HOURS;
    const margin = span.marginAt(offset);
    if (margin >= (tightest[hour] ?? 0)) return;
    tightest[hour] = margin;
    this.keep(span, year, undefined, offset);
  }

  private keep(
    span: FleetSpan,
    year: ProofYear,
    during: CampaignSpan | undefined,
    offset: number,
  ): void {
    const tightest = span.tightestAt(offset);
    if (tightest === undefined) return;
    const local = localTimeOf(year.from + offset);
    const day = during ? nameOfDate(local, year.isNamed) : nameOfDay(local.dayOfWeek);
    const hour = `${day} ${clockOfMinute(Math.floor(local.minuteOfDay / 60) * 60)}`;
    const key = [span.fleet, during?.campaign.name, hour].join('|');
    const known = this.rows.get(key);
    if (known !== undefined && known.row.marginRequestsPerSecond <= tightest.margin) return;
    const row: HourMargin = {
      ...(during !== undefined && { campaign: during.campaign.name }),
      hour,
      fleet: span.fleet,
      capacityRequestsPerSecond: tightest.capacity,
      demandRequestsPerSecond: tightest.demand,
      marginRequestsPerSecond: tightest.margin,
    };
    this.rows.set(key, { order: known?.order ?? this.orderOf(during, year.from + offset), row });
  }

  /** Monday first; campaigns follow in the order in which they are met. */
  private orderOf(during: CampaignSpan | undefined, localMinute: number): number {
    if (during !== undefined) return 7 * DAY_MINUTES + this.rows.size;
    const hourStart = Math.floor(localMinute / 60) * 60;
    return minuteOfWeek(localTimeOf(hourStart - DAY_MINUTES));
  }
}

/** Marks with 1 where an hour begins, what is carried changes, or a campaign begins or ends. */
function markCuts(span: FleetSpan): Uint8Array {
  const cuts = new Uint8Array(span.demand.requestsPerSecond.length);
  for (let hour = 0; hour < cuts.length; hour += 60) cuts[hour] = 1;
  for (const offset of span.changes()) cuts[offset] = 1;
  for (const { from, to } of span.demand.campaigns) {
    for (const offset of [from, to]) if (offset >= 0) cuts[offset] = 1;
  }
  return cuts;
}

/** Marks which campaign runs: 0 for none, else its index plus one. */
function markCampaigns({ requestsPerSecond, campaigns }: DemandTable): Uint16Array {
  const marks = new Uint16Array(requestsPerSecond.length);
  campaigns.forEach(({ from, to }, index) => {
    marks.fill(index + 1, Math.max(from, 0), Math.max(to, 0));
  });
  return marks;
}

function scanPeak({ requestsPerSecond }: DemandTable, from: number, to: number): number {
  let peak = from;
  for (let at = from; at < to; at += 1) {
    if ((requestsPerSecond[at] ?? 0) > (requestsPerSecond[peak] ?? 0)) peak = at;
  }
  return peak;
}

function firstShort(span: FleetSpan, from: number): number {
  let at = from;
  while (!span.fallsShortAt(at)) at += 1;
  return at;
}
