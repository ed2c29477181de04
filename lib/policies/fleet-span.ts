import type { FleetName } from '../plan/plan';
import type { StandingFleet, StandingRegion } from '../topology/topology';
import type { DemandTable } from './demand-table';
import {
  heaviestLoads,
  type Load,
  type LossModel,
  type StandingCapacity,
  standingCapacity,
} from './survivors';

/** The survivor with the least margin at a minute. */
export interface Tightest {
  readonly load: Load;
  /** Requests per second that survivor carries. */
  readonly capacity: number;
  /** Requests per second it is asked for. */
  readonly demand: number;
  readonly margin: number;
}

/** One region that may survive: its load and what it carries. */
interface Survivor {
  readonly load: Load;
  readonly capacity: StandingCapacity;
}

// Sums of divided demand may miss a whole number of requests by this much; no crowd is that small.
const ROUNDING = 1e-6;

// A name of this module, because looking up a global millions of times shows.
const BOUNDLESS = Number.POSITIVE_INFINITY;

/** One fleet of all regions through a span of minutes: what is asked for, what is left to carry it. */
export class FleetSpan {
  constructor(
    readonly fleet: FleetName,
    readonly demand: DemandTable,
    private readonly survivors: readonly Survivor[],
  ) {}

  /** The least margin of any survivor at an offset into the span. */
  marginAt(offset: number): number {
    const asked = this.demand.requestsPerSecond[offset] ?? 0;
    let least = BOUNDLESS;
    for (const { load, capacity } of this.survivors) {
      const margin = (capacity.requestsPerSecond[offset] ?? 0) - asked * load.share;
      if (margin < least) least = margin;
    }
    return least;
  }

  /** Offsets at which what some survivor carries changes. */
  changes(): readonly number[] {
    return this.survivors.flatMap(({ capacity }) => capacity.changes);
  }

  /** Whether the margin at an offset is below what rounding explains. */
  fallsShortAt(offset: number): boolean {
    return this.marginAt(offset) < -ROUNDING;
  }

  /** Which survivor has the least margin at an offset, and its figures. */
  tightestAt(offset: number): Tightest | undefined {
    const asked = this.demand.requestsPerSecond[offset] ?? 0;
    let tightest: Tightest | undefined;
    for (const { load, capacity } of this.survivors) {
      const carried = capacity.requestsPerSecond[offset] ?? 0;
      const demand = asked * load.share;
      const margin = carried - demand;
      // Of equals the last survivor is named, so that the region named as lost is the first.
      if (tightest === undefined || margin <= tightest.margin) {
        tightest = { load, capacity: carried, demand, margin };
      }
    }
    return tightest;
  }
}

/** Rebuilds one fleet of all regions through [from, to), in local minutes. */
export function fleetSpan(
  fleet: FleetName,
  demand: DemandTable,
  regions: readonly StandingRegion[],
  model: LossModel,
  span: { readonly from: number; readonly to: number },
): FleetSpan {
  // Regions are twins, so what one holds is mostly what the next one holds too.
  const known = new Map<string, StandingCapacity>();
  const survivors = heaviestLoads(regions, fleet, model).map((load) => {
    const found = regions[load.survivor ?? -1]?.fleets.find(({ name }) => name === fleet);
    const key = found === undefined ? '' : sizesOf(found);
    const capacity = known.get(key) ?? standingCapacity(found, model, span);
    known.set(key, capacity);
    return { load, capacity };
  });
  return new FleetSpan(fleet, demand, survivors);
}

function sizesOf(fleet: StandingFleet): string {
  const { minSize, zones, scheduledActions, targetRequestsPerSecondPerInstance } = fleet;
  const actions = scheduledActions.map(({ logicalId, ...action }) => action);
  return JSON.stringify([minSize, zones.length, targetRequestsPerSecondPerInstance, actions]);
}
