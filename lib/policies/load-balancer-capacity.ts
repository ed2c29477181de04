import { READY_MINUTES } from '../plan/defaults';
import { UNITS_PER_REQUEST_PER_SECOND } from '../plan/load-balancer-units';
import { FLEET_NAMES, type FleetName, type Plan } from '../plan/plan';
import { type Assembly, asObject } from '../topology/assembly';
import { tryParseSymbol } from '../topology/intrinsics';
import { findLoadBalancer, findTargetGroup } from '../topology/load-balancers';
import { Resource } from '../topology/property';
import { standingRegionsOf } from '../topology/standing-fleets';
import type { StandingFleet } from '../topology/topology';
import { CALLS, calendarCalls, findCallFaults } from './calendar-calls';
import { type CalendarLevel, findCampaignGaps } from './campaign-windows';
import { DemandTables } from './demand-table';
import { type Fault, type PolicyContext, placeOf, policyOf } from './policy';
import { tryReadValue } from './requirement';
import { heaviestLoads } from './survivors';

const ROUNDING = 1e-9;
const UNITS = 'MinimumLoadBalancerCapacity.CapacityUnits';

/** Rule: a load balancer has reserved what it may be asked for before it is asked. */
export const loadBalancerCapacity = policyOf(
  'kapok-load-balancer-capacity',
  'each load balancer has the units of its heaviest load reserved, hours before each campaign',
  findUnitFaults,
  findCallFaults,
);

/** One load balancer with the heaviest part of all demand that it may be asked for. */
interface LoadedDoor {
  readonly door: Resource;
  readonly fleet: FleetName;
  readonly share: number;
}

function findUnitFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  return loadedDoors(assembly, plan).flatMap(({ door, fleet, share }) => {
    const levels = levelsOf(assembly, door);
    const week = Math.max(...new DemandTables(plan).week(fleet).requestsPerSecond);
    const weekly = unitsFor(week * share);
    const start = Number(tryReadValue(door, UNITS) ?? 0);
    const low = [{ resource: door, level: start }, ...levels.map(withResource)]
      .filter(({ level }) => !(level >= weekly))
      .map(({ resource, level }) => ({
        ...placeOf(resource, resource === door ? UNITS : 'Target.Input'),
        what: `${resource.logicalId} leaves ${door.logicalId} with ${level} units, of ${weekly} that the ordinary week needs`,
        fix: `reserve at least ${weekly} units`,
      }));
    return [...low, ...campaignFaults(assembly, plan, { door, fleet, share }, start)];
  });
}

/** Units come first come first served, within minutes or hours: so they are asked for hours before. */
function campaignFaults(
  assembly: Assembly,
  plan: Plan,
  { door, fleet, share }: LoadedDoor,
  start: number,
): readonly Fault[] {
  if (fleet !== 'citizen') return [];
  const gaps = findCampaignGaps(
    plan.traffic.campaigns,
    plan.timeZone,
    start,
    levelsOf(assembly, door),
    {
      leadMinutes: plan.prewarm.loadBalancerLeadHours * 60 - READY_MINUTES,
      levelFor: ({ peakRequestsPerMinute }) => unitsFor((peakRequestsPerMinute / 60) * share),
    },
  );
  return gaps.map(({ campaign, at, level, needed }) => ({
    ...placeOf(door, UNITS),
    what: `${door.logicalId} has ${level} units reserved on ${at}, of ${needed} that ${campaign} needs`,
    fix: `raise them ${plan.prewarm.loadBalancerLeadHours} hours before and release them after the campaign`,
  }));
}

function levelsOf(assembly: Assembly, door: Resource): readonly CalendarLevel[] {
  return calendarCalls(assembly, CALLS.reserveUnits).flatMap((call) => {
    const { stackId, logicalId } = tryParseSymbol(String(call.input.LoadBalancerArn)) ?? {};
    if (`${stackId}.${logicalId}` !== door.id) return [];
    const units = asObject(call.input.MinimumLoadBalancerCapacity).CapacityUnits;
    return [{ call, level: Number(units ?? 0) }];
  });
}

function withResource({ call, level }: CalendarLevel) {
  return { resource: call.resource, level };
}

function loadedDoors(assembly: Assembly, plan: Plan): readonly LoadedDoor[] {
  const regions = standingRegionsOf(assembly);
  return FLEET_NAMES.flatMap((fleet) => {
    const loads = heaviestLoads(regions, fleet, plan);
    return regions.flatMap(({ stackName, fleets }, index) => {
      const standing = fleets.find(({ name }) => name === fleet);
      const load = loads.find(({ survivor }) => survivor === index) ?? loads[0];
      const door = standing && tryFindDoor(assembly, stackName, standing);
      return door === undefined || load === undefined ? [] : [{ door, fleet, share: load.share }];
    });
  });
}

function tryFindDoor(
  assembly: Assembly,
  stackName: string,
  { autoScalingGroupId }: StandingFleet,
): Resource | undefined {
  const stack = assembly.stacks.find((one) => one.stackName === stackName);
  if (stack === undefined) return undefined;
  return findLoadBalancer(findTargetGroup(new Resource(assembly, stack, autoScalingGroupId)));
}

/** The formula of AWS for what a unit carries, see `UNITS_PER_REQUEST_PER_SECOND`. */
function unitsFor(requestsPerSecond: number): number {
  return Math.ceil(requestsPerSecond * UNITS_PER_REQUEST_PER_SECOND - ROUNDING);
}
