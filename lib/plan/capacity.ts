import type { CampaignFloor } from './campaign-calendar';
import type { CapacityPlan, FleetCapacity, RegionCapacity } from './capacity-plan';
import {
  carriedShare,
  floorFor,
  instancesToSurvive,
  targetRequestsPerMinutePerInstance,
} from './floor';
import { capacityUnitsFor } from './load-balancer-units';
import type { FleetName, Plan, PlanRegion } from './plan';
import { PlanError, type PlanProblem } from './plan-error';
import { SCHEDULED_ACTIONS_QUOTA, scheduledMinimums } from './schedule';
import { type RegionPart, regionPart } from './strategies';
import { warmThroughputFor } from './table-throughput';
import { highestDemand, weeklyDemand } from './traffic-curve';

/** The fleets of a region, in the order in which they are listed everywhere. */
export const FLEET_NAMES: readonly FleetName[] = ['citizen', 'partner'];

/**
 * A group may grow to this multiple of what one region needs to carry the highest demand alone: room
 * for a crowd half as large again as the plan foresees, and a bound on what a mistake can cost.
 */
export const MAXIMUM_HEADROOM = 1.5;

/** Instances that wait stopped and initialised, as a share of the minimum: what growth starts from. */
export const WARM_POOL_SHARE = 0.2;

/** The sizes that follow from a plan; throws a `PlanError` when AWS could not hold the schedule. */
export function planCapacity(plan: Plan): CapacityPlan {
  const regions = plan.regions.map((region, index) => regionCapacity(plan, region, index));
  const problem = quotaProblem(regions);
  if (problem !== undefined) throw new PlanError(plan.name, [problem]);
  return { regions, warmThroughput: warmThroughputFor(plan) };
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
  const weekly = weeklyDemand(plan, fleet);
  const weeklyFloors = weekly.map(floorOf);
  const minSize = Math.max(...weeklyFloors);
  const highest = highestDemand(plan, fleet);
  const alone = instancesToSurvive(plan, fleet, zones, highest);
  const carried = carriedShare(plan) * share;
  return {
    fleet,
    minSize,
    maxSize: Math.ceil(alone * MAXIMUM_HEADROOM),
    warmPoolSize: Math.ceil(minSize * WARM_POOL_SHARE),
    scheduledMinimums: scheduledMinimums({
      weeklyFloors,
      campaigns: campaignFloors(plan, fleet, floorOf),
      leadMinutes: plan.prewarm.leadMinutes,
    }),
    targetRequestsPerMinutePerInstance: targetRequestsPerMinutePerInstance(plan, fleet),
    weeklyCapacityUnits: capacityUnitsFor(Math.max(...weekly) * carried),
    campaignCapacityUnits: capacityUnitsFor(highest * carried),
  };
}

/** Campaigns bring citizens; what partners send stays the same. */
function campaignFloors(
  plan: Plan,
  fleet: FleetName,
  floorOf: (demand: number) => number,
): readonly CampaignFloor[] {
  if (fleet !== 'citizen') return [];
  return plan.traffic.campaigns.map((campaign) => ({
    ...campaign,
    floor: floorOf(campaign.peakRequestsPerMinute),
  }));
}

/** One problem for the fleet that needs most: what mends it mends the others. */
function quotaProblem(regions: readonly RegionCapacity[]): PlanProblem | undefined {
  const [worst] = regions
    .flatMap(({ region, fleets }) =>
      fleets.map(({ fleet, scheduledMinimums: actions }) => ({
        what: `the ${fleet} fleet of ${region} needs too many scheduled actions`,
        count: actions.length,
      })),
    )
    .sort((a, b) => b.count - a.count);
  if (worst === undefined || worst.count <= SCHEDULED_ACTIONS_QUOTA) return undefined;
  return {
    code: 'KAPOK_PLAN_SCHEDULE_QUOTA',
    path: 'traffic.campaigns',
    line: 0,
    column: 0,
    what: worst.what,
    got: `${worst.count} scheduled actions`,
    allowed: `${SCHEDULED_ACTIONS_QUOTA} per Auto Scaling group`,
    fix: 'give campaigns the same hours, merge or remove some, or draw a flatter weekly curve',
  };
}
