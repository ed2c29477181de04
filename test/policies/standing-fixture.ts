import { planCapacity } from '../../lib/plan/capacity';
import { loadPlan } from '../../lib/plan/load-plan';
import type { Campaign, Plan } from '../../lib/plan/plan';
import type { ChoosingRecord, StandingFleet, StandingRegion } from '../../lib/topology/topology';

/** The plan that ships. */
export function shippedPlan(): Plan {
  return loadPlan('plans/guangdong.yaml', { now: new Date('2026-11-22T00:00:00Z') }).plan;
}

/** A plan with other parts; campaigns replace the shipped one. */
export function planWith(
  changes: Partial<Plan>,
  campaigns: readonly Campaign[] = shippedPlan().traffic.campaigns,
): Plan {
  const plan = { ...shippedPlan(), ...changes };
  return { ...plan, traffic: { ...plan.traffic, campaigns } };
}

/** A campaign with defaults that matter to no test. */
export function campaign(changes: Partial<Campaign>): Campaign {
  return {
    name: 'surge',
    dates: [{ month: 1, day: 10 }],
    fromMinute: 7 * 60,
    toMinute: 11 * 60,
    peakRequestsPerMinute: 1_400_000,
    ...changes,
  };
}

/** Three regions in place of the plan's two. */
export const THREE_REGIONS: Plan['regions'] = ['r-one', 'r-two', 'r-three'].map((name) => ({
  name,
  zones: ['a', 'b', 'c'].map((letter) => `${name}${letter}`),
}));

/** The record that leads users to a fleet of a region. */
function choosingRecord(region: string, fleet: string): ChoosingRecord {
  return {
    stackName: 'Routing',
    logicalId: `${fleet}-${region}`,
    name: `${fleet}.example.org`,
    type: 'A',
    hasHealthCheck: true,
    evaluateTargetHealth: true,
  };
}

/** What the templates of a plan say stands, without synthesising them. */
export function standingRegions(plan: Plan): StandingRegion[] {
  return planCapacity(plan).regions.map(({ region, fleets }) => ({
    region,
    stackName: `Region-${region}`,
    fleets: fleets.map(
      (fleet): StandingFleet => ({
        name: fleet.fleet,
        autoScalingGroupId: `${fleet.fleet}Group`,
        instanceType: plan.fleets[fleet.fleet].instanceType,
        zones: plan.regions.find(({ name }) => name === region)?.zones ?? [],
        minSize: fleet.minSize,
        maxSize: fleet.maxSize,
        targetRequestsPerSecondPerInstance: fleet.targetRequestsPerMinutePerInstance / 60,
        choosingRecords: [choosingRecord(region, fleet.fleet)],
        scheduledActions: fleet.scheduledMinimums.map(({ name, recurrence, minSize }) => ({
          logicalId: name,
          recurrence,
          timeZone: plan.timeZone,
          minSize,
        })),
      }),
    ),
  }));
}

/** The regions with one fleet of one region changed. */
export function withFleet(
  regions: readonly StandingRegion[],
  regionName: string,
  fleetName: string,
  change: (fleet: StandingFleet) => StandingFleet,
): StandingRegion[] {
  return regions.map((region) =>
    region.region !== regionName
      ? region
      : {
          ...region,
          fleets: region.fleets.map((fleet) => (fleet.name === fleetName ? change(fleet) : fleet)),
        },
  );
}
