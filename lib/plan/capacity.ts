import type { CampaignFloor } from './campaign-calendar';
import { deployFreeze, scheduledReservations } from './campaign-moments';
import type { CapacityPlan, FleetCapacity, RegionCapacity } from './capacity-plan';
import {
  carriedShare,
  floorFor,
  instancesToSurvive,
  targetRequestsPerMinutePerInstance,
} from './floor';
import { capacityUnitsFor } from './load-balancer-units';
import { FLEET_NAMES, type FleetName, type Plan, type PlanRegion } from './plan';
import { PlanError } from './plan-error';
import { quotaProblems } from './quotas';
import { scheduledMinimums } from './schedule';
import { type RegionPart, regionPart } from './strategies';
import { warmThroughputFor } from './table-throughput';
import { highestDemand, weeklyDemand } from './traffic-curve';

/**
 * A group may grow to this multiple of what one region needs to carry the highest demand alone: room
 * for a crowd half as large again as the plan foresees, and a bound on what a mistake can cost.
 */
export const MAXIMUM_HEADROOM = 1.5;

/** Instances that wait stopped and initialised, as a share of the minimum: what growth starts from. */
export const WARM_POOL_SHARE = 0.2;

/** The sizes that follow from a plan; throws a `PlanError` when they exceed a quota of AWS. */
export function planCapacity(plan: Plan): CapacityPlan {
  const regions = plan.regions.map((region, index) => regionCapacity(plan, region, index));
  const problems = quotaProblems(plan, regions);
  if (problems.length > 0) throw new PlanError(plan.name, problems);
  return {
    regions,
    deployFreeze: deployFreeze(plan.traffic.campaigns, plan.prewarm.leadMinutes),
    warmThroughput: warmThroughputFor(plan),
  };
}

function regionCapacity(plan: Plan, region: PlanRegion, index: number): RegionCapacity {
  const part = regionPart(plan.strategy, index);
  const runs = part.role === 'active' || part.role === 'standby';
  const fleets = runs ? FLEET_NAMES.map((fleet) => fleetCapacity(plan, fleet, region, part)) : [];
  return { region: region.name, ...part, fleets };
}

function fleetCapacity(
  plan: Plan,
  fleet: FleetName,
  region: PlanRegion,
  { share }: RegionPart,
): FleetCapacity {
  const zones = region.zones.length;
  const floorOf = (demand: number) => floorFor(plan, fleet, { share, zones }, demand);
  const weeklyFloors = weeklyDemand(plan, fleet).map(floorOf);
  const minSize = Math.max(...weeklyFloors);
  const highest = highestDemand(plan, fleet);
  const alone = instancesToSurvive(plan, fleet, zones, highest);
  const carried = carriedShare(plan) * share;
  const unitsOf = (demand: number) => capacityUnitsFor(demand * carried);
  const weeklyUnits = unitsOf(Math.max(...weeklyDemand(plan, fleet)));
  return {
    fleet,
    minSize,
    maxSize: Math.ceil(alone * MAXIMUM_HEADROOM),
    warmPoolSize: Math.ceil(minSize * WARM_POOL_SHARE),
    scheduledMinimums: scheduledMinimums({
      weeklyFloors,
      campaigns: campaignLevels(plan, fleet, floorOf),
      leadMinutes: plan.prewarm.leadMinutes,
    }),
    targetRequestsPerMinutePerInstance: targetRequestsPerMinutePerInstance(plan, fleet),
    loadBalancerCapacityUnits: weeklyUnits,
    scheduledReservations: scheduledReservations({
      campaigns: campaignLevels(plan, fleet, unitsOf),
      weeklyUnits,
      leadHours: plan.prewarm.loadBalancerLeadHours,
    }),
  };
}

/** Campaigns bring citizens; what partners send stays the same. */
function campaignLevels(
  plan: Plan,
  fleet: FleetName,
  levelOf: (demand: number) => number,
): readonly CampaignFloor[] {
  if (fleet !== 'citizen') return [];
  return plan.traffic.campaigns.map((campaign) => ({
    ...campaign,
    floor: levelOf(campaign.peakRequestsPerMinute),
  }));
}
