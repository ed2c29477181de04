import type { App, Stack } from 'aws-cdk-lib';
import { lowestCitizenMinimum, type WatchedRegion } from '../constructs/alarms/watched-fleet';
import { PLAN_TAG } from '../constructs/plan-tag';
import type { CapacityPlan } from '../plan/capacity-plan';
import { tryHostedDomain } from '../plan/hosted-domain';
import { PARTITIONS } from '../plan/partitions';
import type { HostedDomain, Plan } from '../plan/plan';
import { DataStack } from './data-stack';
import { DrillStack } from './drill-stack';
import { FoundationStack } from './foundation-stack';
import { RegionStack } from './region-stack';
import { RoutingStack } from './routing-stack';
import { ZoneStack } from './zone-stack';

/**
 * Adds all stacks of a plan, in the order in which they are deployed. The role of each region alone
 * decides what exists there: nothing, only its data, or a whole application. While an own zone has no
 * id in the plan, the zone is all there is.
 */
export function addStacks(app: App, plan: Plan, capacity: CapacityPlan): void {
  const zones = plan.domain.ownZone ? [addZone(app, plan)] : [];
  const domain = tryHostedDomain(plan.domain);
  if (domain === undefined) return;
  const dataRegions = capacity.regions
    .filter(({ role }) => role !== 'absent')
    .map(({ region }) => region);
  const foundations = addFoundations(app, plan, dataRegions);
  for (const foundation of foundations) dependOn(foundation, zones);
  const data = addData(app, plan, capacity, dataRegions);
  dependOn(data, foundations);
  const regions = addRegions(app, { ...plan, domain }, capacity);
  // One region at a time, so that a bad release meets a region that still serves.
  regions.forEach(({ stack }, index) => {
    dependOn(stack, [regions[index - 1]?.stack ?? data]);
  });
  const id = 'Routing';
  const routing = new RoutingStack(app, id, {
    ...identity(plan, id, PARTITIONS[plan.partition].route53Region),
    description: `Kapok ${plan.name}: health checks and records`,
    plan,
    domain,
    regions,
  });
  dependOn(
    routing,
    regions.map(({ stack }) => stack),
  );
  const watched = regions.map(({ stack, lowestMinimum }) => ({
    region: stack.region,
    lowestMinimum,
  }));
  addDrills(app, { ...plan, domain }, watched, routing);
}

/** Nobody else can watch or leave a region that is alone. */
function addDrills(
  app: App,
  plan: Omit<Plan, 'domain'> & { readonly domain: HostedDomain },
  regions: readonly WatchedRegion[],
  routing: Stack,
): void {
  if (regions.length < 2) return;
  let earlier: Stack = routing;
  for (const { region, lowestMinimum } of regions) {
    const id = `Drill-${region}`;
    const stack = new DrillStack(app, id, {
      ...identity(plan, id, region),
      description: `Kapok ${plan.name}: what ${region} watches and rehearses of the others`,
      plan,
      domain: plan.domain,
      lowestMinimum,
      peers: regions.filter((peer) => peer.region !== region),
    });
    dependOn(stack, [earlier]);
    earlier = stack;
  }
}

function addZone(app: App, plan: Plan): ZoneStack {
  const id = 'Zone';
  return new ZoneStack(app, id, {
    ...identity(plan, id, PARTITIONS[plan.partition].route53Region),
    description: `Kapok ${plan.name}: the hosted zone ${plan.domain.zoneName}`,
    plan,
  });
}

function addFoundations(app: App, plan: Plan, regions: readonly string[]): FoundationStack[] {
  const stacks: FoundationStack[] = [];
  for (const region of regions) {
    const id = `Foundation-${region}`;
    const [primary] = stacks;
    const stack = new FoundationStack(app, id, {
      ...identity(plan, id, region),
      description: `Kapok ${plan.name}: key, buckets and backup vault of ${region}`,
      plan,
      keyOrigin:
        primary === undefined
          ? { kind: 'primary' }
          : { kind: 'replica', primaryKeyArn: primary.keyArn },
    });
    if (primary !== undefined) dependOn(stack, [primary]);
    stacks.push(stack);
  }
  return stacks;
}

function addData(
  app: App,
  plan: Plan,
  capacity: CapacityPlan,
  [first, ...replicaRegions]: readonly string[],
): DataStack {
  if (first === undefined) throw new Error('a capacity plan needs a region that holds data');
  const id = 'Data';
  return new DataStack(app, id, {
    ...identity(plan, id, first),
    description: `Kapok ${plan.name}: global tables, their backups and replicated secrets`,
    plan,
    replicaRegions,
    warmThroughput: capacity.warmThroughput,
  });
}

function addRegions(
  app: App,
  plan: Omit<Plan, 'domain'> & { readonly domain: HostedDomain },
  capacity: CapacityPlan,
) {
  return capacity.regions
    .filter(({ role }) => role === 'active' || role === 'standby')
    .map(({ region, role, fleets }) => {
      const id = `Region-${region}`;
      const stack = new RegionStack(app, id, {
        ...identity(plan, id, region),
        description: `Kapok ${plan.name}: the application in ${region}`,
        plan,
        zones: findZones(plan, region),
        fleets,
        deployFreeze: capacity.deployFreeze,
      });
      return { role, stack, lowestMinimum: lowestCitizenMinimum(fleets) };
    });
}

function findZones(plan: Pick<Plan, 'regions'>, region: string): readonly string[] {
  const found = plan.regions.find(({ name }) => name === region);
  if (found === undefined) throw new Error(`the plan has no region ${region}`);
  return found.zones;
}

function identity(plan: Pick<Plan, 'name' | 'sandbox'>, id: string, region: string) {
  return {
    stackName: `Kapok-${plan.name}-${id}`,
    env: { region },
    // Without any one of them people are not served, not led or not watched.
    terminationProtection: !plan.sandbox,
    // CloudFormation hands a stack's tags to all its resources.
    tags: { [PLAN_TAG]: plan.name },
  };
}

function dependOn(stack: Stack, earlier: readonly Stack[]): void {
  for (const one of earlier) stack.addStackDependency(one);
}
