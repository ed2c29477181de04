import type { RoutingPolicy, SurviveLevel } from '../plan/plan';
import type { StandingFleet, StandingRegion, UserShare } from '../topology/topology';
import { scheduleOf, standingMinimums } from './standing-minimum';

/** What the proof takes away, and how the users spread where no record of the templates says so. */
export interface LossModel {
  readonly survive: SurviveLevel;
  readonly routing: RoutingPolicy;
  readonly timeZone: string;
}

/** The heaviest load one region may be asked for, and the loss that brings it. */
export interface Load {
  /** Index of the region; absent when none is left. */
  readonly survivor?: number;
  /** Index of the lost region; absent when nothing is lost. */
  readonly lost?: number;
  /** Part of all demand. */
  readonly share: number;
}

/**
 * For every region that may survive, its heaviest load over all losses. Weighted records split users
 * by weight over those that are left, and evenly once only weights of 0 are; latency records follow
 * the users, who may all live nearest to one region. Of failover records the primary carries all, and
 * only without it do the secondaries, by weight.
 */
export function heaviestLoads(
  regions: readonly StandingRegion[],
  fleetName: string,
  model: LossModel,
): readonly Load[] {
  if (regions.length === 0) return [{ share: 1 }];
  const shares = regions.map(({ fleets }): UserShare => {
    const stated = fleets.find(({ name }) => name === fleetName)?.userShare;
    return stated ?? (model.routing === 'latency' ? { kind: 'latency' } : EVEN);
  });
  const everyRegion = regions.map((_, index) => index);
  if (model.survive === 'none') {
    return everyRegion.map((survivor) => ({
      survivor,
      share: shareOf(survivor, everyRegion, shares),
    }));
  }
  if (regions.length === 1) return [{ lost: 0, share: 1 }];
  return everyRegion.map((survivor) =>
    everyRegion
      .filter((lost) => lost !== survivor)
      .map((lost) => {
        const left = everyRegion.filter((index) => index !== lost);
        return { survivor, lost, share: shareOf(survivor, left, shares) };
      })
      .reduce((heaviest, load) => (load.share > heaviest.share ? load : heaviest)),
  );
}

const EVEN: UserShare = { kind: 'weighted', weight: 1 };

function shareOf(survivor: number, left: readonly number[], shares: readonly UserShare[]): number {
  const kind = shares[survivor]?.kind;
  if (kind === 'latency' || kind === 'primary') return 1;
  if (kind === 'secondary' && left.some((index) => shares[index]?.kind === 'primary')) return 0;
  const weightOf = (index: number) => {
    const share = shares[index];
    return share !== undefined && 'weight' in share ? share.weight : 0;
  };
  const total = left.reduce((sum, index) => sum + weightOf(index), 0);
  return total === 0 ? 1 / left.length : weightOf(survivor) / total;
}

/** What `instances` of a fleet carry at target, less the largest zone where the plan survives that. */
export function carriedBy(fleet: StandingFleet, instances: number, { survive }: LossModel): number {
  // Auto Scaling balances over the zones, so the largest holds ceil(n / zones).
  const zone = survive === 'region+zone' ? Math.ceil(instances / fleet.zones.length) : 0;
  return (instances - zone) * fleet.targetRequestsPerSecondPerInstance;
}

/** What a fleet carries through a span. */
export interface StandingCapacity {
  /** At each minute. */
  readonly requestsPerSecond: Float64Array;
  /** Offsets at which that changes. */
  readonly changes: readonly number[];
}

/** Rebuilds what a fleet carries through [from, to); a missing fleet carries nothing. */
export function standingCapacity(
  fleet: StandingFleet | undefined,
  model: LossModel,
  { from, to }: { readonly from: number; readonly to: number },
): StandingCapacity {
  const requestsPerSecond = new Float64Array(to - from);
  if (fleet === undefined) return { requestsPerSecond, changes: [] };
  const steps = standingMinimums(scheduleOf(fleet, model.timeZone), model.timeZone, from, to);
  steps.forEach(({ at, minimum }, index) => {
    const end = steps[index + 1]?.at ?? to;
    requestsPerSecond.fill(carriedBy(fleet, minimum, model), at - from, end - from);
  });
  return { requestsPerSecond, changes: steps.map(({ at }) => at - from) };
}
