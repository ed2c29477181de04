import { FLEET_NAMES, type FleetName, type Plan } from '../plan/plan';
import type { StandingRegion } from '../topology/topology';
import { type Breach, compareBreaches, tryBreachOfYear, tryFindDeployBreach } from './breach';
import { DemandTables } from './demand-table';
import { fleetSpan } from './fleet-span';
import { type HourMargin, HourMargins } from './hour-margins';
import { findRatingFaults, ratedRegions } from './rating';
import { findRoutingFaults } from './routing-findings';
import { findScheduleFaults, type ScheduleFinding } from './schedule-findings';
import { proofYears } from './years';

/** What the proof takes from the plan: who comes when, what must be outlived, what an instance serves. */
export type PlanDemand = Pick<Plan, 'timeZone' | 'survive' | 'routing' | 'traffic' | 'fleets'>;

/** What the proof takes from the templates. */
export interface StandingTopology {
  readonly regions: readonly StandingRegion[];
}

/** A minute at which people would be left unserved. */
export interface Shortfall {
  /** Local time in the plan's zone: `Monday 08:35`, on a date `Monday 10 January 08:35`. */
  readonly at: string;
  /** Minute of the day. */
  readonly minute: number;
  /** `scheduled` once the actions have run; `deployed` while MinSize still stands. */
  readonly standing: 'scheduled' | 'deployed';
  readonly fleet: FleetName;
  /** Absent when the plan survives nothing. */
  readonly regionLost?: string;
  readonly survivors: readonly string[];
  /** The survivor that carries least; absent when no region is left. */
  readonly survivor?: string;
  /** What that survivor carries. */
  readonly capacityRequestsPerSecond: number;
  /** What that survivor is asked for. */
  readonly demandRequestsPerSecond: number;
  readonly shortfallRequestsPerSecond: number;
}

/** What the proof found. */
export interface SurvivabilityProof {
  readonly holds: boolean;
  /** Minutes compared, each for every fleet. */
  readonly minutesChecked: number;
  /** The tightest minute of each hour of the week and of each campaign, per fleet. */
  readonly perHour: readonly HourMargin[];
  readonly firstShortfall?: Shortfall;
  /** Faults in the templates that void the proof on their own. */
  readonly findings: readonly ScheduleFinding[];
}

/**
 * Proves over the templates that what stands carries the plan's demand at every minute of every kind
 * of year, with any one region away.
 *
 * What stands is rebuilt from MinSize and the scheduled actions alone: never from the plan's own
 * arithmetic, and never from desired or maximum sizes. An instance counts for what the template asks
 * of it, but for no more than the plan rates it at.
 *
 * A deployment may set MinSize at any minute of the week, so MinSize alone must carry the ordinary week
 * as well. It need not carry campaigns: the rule `kapok-deploy-freeze` finds every minute, from the lead
 * time to the end of one, at which a region would take a deployment.
 */
export function proveSurvivability(
  topology: StandingTopology,
  demand: PlanDemand,
): SurvivabilityProof {
  const regions = ratedRegions(topology.regions, demand.fleets);
  const tables = new DemandTables(demand);
  const margins = new HourMargins();
  const years = proofYears(demand.traffic.campaigns);
  const breaches = years.flatMap((year) =>
    FLEET_NAMES.flatMap((fleet) => {
      const asked = tables.span(fleet, year.from, year.to);
      const span = fleetSpan(fleet, asked, regions, demand, year);
      const first = margins.add(span, year);
      return first === undefined ? [] : (tryBreachOfYear(span, year, first) ?? []);
    }),
  );
  const deployBreaches = FLEET_NAMES.flatMap(
    (fleet) => tryFindDeployBreach(regions, fleet, tables.week(fleet), demand) ?? [],
  );
  const [first] = [...breaches.sort(compareBreaches), ...deployBreaches.sort(compareBreaches)];
  const findings = [
    ...findScheduleFaults(topology.regions, FLEET_NAMES, demand.timeZone),
    ...findRatingFaults(topology.regions, demand.fleets),
    ...findRoutingFaults(topology.regions, FLEET_NAMES),
  ];
  return {
    holds: first === undefined && findings.length === 0,
    minutesChecked: years.reduce((sum, { from, to }) => sum + to - from, 0),
    perHour: margins.list(),
    ...(first !== undefined && { firstShortfall: shortfallOf(first, regions) }),
    findings,
  };
}

function shortfallOf(breach: Breach, regions: readonly StandingRegion[]): Shortfall {
  const { load, capacity, demand, margin } = breach.tightest;
  const names = regions.map(({ region }) => region);
  const survivor = names[load.survivor ?? -1];
  const regionLost = names[load.lost ?? -1];
  return {
    at: breach.at,
    minute: breach.local.minuteOfDay,
    standing: breach.standing,
    fleet: breach.fleet,
    ...(regionLost !== undefined && { regionLost }),
    survivors: names.filter((name) => name !== regionLost),
    ...(survivor !== undefined && { survivor }),
    capacityRequestsPerSecond: capacity,
    demandRequestsPerSecond: demand,
    shortfallRequestsPerSecond: -margin,
  };
}

/** A shortfall as one sentence. */
export function describeShortfall(shortfall: Shortfall): string {
  const { at, fleet, regionLost, survivor, standing } = shortfall;
  const [demand, capacity, missing] = [
    shortfall.demandRequestsPerSecond,
    shortfall.capacityRequestsPerSecond,
    shortfall.shortfallRequestsPerSecond,
  ].map((value) => value.toLocaleString('en-US', { maximumFractionDigits: 1 }));
  const when = standing === 'deployed' ? `${at}, right after a deployment` : at;
  const loss = regionLost === undefined ? 'with every region up' : `without ${regionLost}`;
  const asked = `${fleet} is asked for ${demand} requests/s`;
  if (survivor === undefined)
    return `${when}: ${loss}, ${asked} and no region is left to serve them`;
  return `${when}: ${loss}, ${asked} in ${survivor} and carries ${capacity}, ${missing} short`;
}
