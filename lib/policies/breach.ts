import { nameOfDay } from '../plan/calendar-names';
import { clockOfMinute } from '../plan/clock-notation';
import { DAY_MINUTES, type LocalTime, localTimeOf, modulo, WEEK_MINUTES } from '../plan/local-time';
import type { FleetName } from '../plan/plan';
import type { StandingRegion } from '../topology/topology';
import type { DemandTable } from './demand-table';
import { FleetSpan, type Tightest } from './fleet-span';
import { carriedBy, heaviestLoads, type LossModel } from './survivors';
import { momentOf, type ProofYear } from './years';

/** A minute at which a survivor carries less than it is asked for. */
export interface Breach {
  readonly fleet: FleetName;
  readonly local: LocalTime;
  /** Whether it comes back every week; else it belongs to a date. */
  readonly isWeekly: boolean;
  readonly at: string;
  /** Whether the schedule stands or MinSize, as a deployment sets it. */
  readonly standing: 'scheduled' | 'deployed';
  readonly tightest: Tightest;
}

/**
 * The breach to tell of a year in which `first` is the first minute that falls short: if the ordinary
 * week falls short too, its first minute from Monday says more than a date in January.
 */
export function tryBreachOfYear(
  span: FleetSpan,
  year: ProofYear,
  first: number,
): Breach | undefined {
  const weekly = tryFindWeeklyOffset(span, year);
  const offset = weekly ?? first;
  const tightest = span.tightestAt(offset);
  if (tightest === undefined) return undefined;
  const local = localTimeOf(year.from + offset);
  const isWeekly = weekly !== undefined;
  const at = isWeekly ? nameInWeek(local) : momentOf(local, year.isNamed);
  return { fleet: span.fleet, local, isWeekly, at, standing: 'scheduled', tightest };
}

/** The first minute of the week that the template's MinSize alone does not carry. */
export function tryFindDeployBreach(
  regions: readonly StandingRegion[],
  fleet: FleetName,
  week: DemandTable,
  model: LossModel,
): Breach | undefined {
  const carried = regions.map(({ fleets }) => {
    const found = fleets.find(({ name }) => name === fleet);
    return found === undefined ? 0 : carriedBy(found, found.minSize, model);
  });
  const survivors = heaviestLoads(regions, fleet, model).map((load) => {
    const requestsPerSecond = new Float64Array(WEEK_MINUTES).fill(
      carried[load.survivor ?? -1] ?? 0,
    );
    return { load, capacity: { requestsPerSecond, changes: [] } };
  });
  const span = new FleetSpan(fleet, week, survivors);
  for (let minute = 0; minute < WEEK_MINUTES; minute += 1) {
    const tightest = span.fallsShortAt(minute) ? span.tightestAt(minute) : undefined;
    if (tightest === undefined) continue;
    const local = localTimeOf(A_MONDAY + minute);
    const at = nameInWeek(local);
    return { fleet, local, isWeekly: true, at, standing: 'deployed', tightest };
  }
  return undefined;
}

/** Order in which breaches are told: the week from Monday, then dates; of one date Monday's first. */
export function compareBreaches(a: Breach, b: Breach): number {
  if (a.isWeekly !== b.isWeekly) return a.isWeekly ? -1 : 1;
  const byWeek = minuteFromMonday(a.local) - minuteFromMonday(b.local);
  return a.isWeekly ? byWeek : minuteOfYear(a.local) - minuteOfYear(b.local) || byWeek;
}

// 1970-01-05 was a Monday.
const A_MONDAY = 4 * DAY_MINUTES;

// Longer than the actions of a week need to undo what a campaign left.
const QUIET_MINUTES = 9 * DAY_MINUTES;

function tryFindWeeklyOffset(span: FleetSpan, year: ProofYear): number | undefined {
  const start = tryFindQuietWeek(year.from, span.demand);
  if (start === undefined) return undefined;
  for (let offset = start; offset < start + WEEK_MINUTES; offset += 1) {
    if (span.fallsShortAt(offset)) return offset;
  }
  return undefined;
}

/** The week from Monday that lies farthest from any campaign, if one is far enough. */
function tryFindQuietWeek(
  from: number,
  { requestsPerSecond: { length }, campaigns }: DemandTable,
): number | undefined {
  let best: number | undefined;
  let farthest = QUIET_MINUTES;
  const firstMonday = modulo(A_MONDAY - from, WEEK_MINUTES);
  for (let start = firstMonday; start + WEEK_MINUTES <= length; start += WEEK_MINUTES) {
    const distances = campaigns.map((span) =>
      Math.max(start - span.to, span.from - (start + WEEK_MINUTES)),
    );
    const distance = Math.min(length, ...distances);
    if (distance <= farthest) continue;
    best = start;
    farthest = distance;
  }
  return best;
}

function nameInWeek(local: LocalTime): string {
  return `${nameOfDay(local.dayOfWeek)} ${clockOfMinute(local.minuteOfDay)}`;
}

function minuteFromMonday({ dayOfWeek, minuteOfDay }: LocalTime): number {
  return ((dayOfWeek + 6) % 7) * DAY_MINUTES + minuteOfDay;
}

function minuteOfYear({ month, day, minuteOfDay }: LocalTime): number {
  return (month * 31 + day) * DAY_MINUTES + minuteOfDay;
}
