import type { FleetName, FleetPlan, Plan } from '../plan/plan';
import type { StandingFleet, StandingRegion } from '../topology/topology';
import type { ScheduleFinding } from './schedule-findings';

// A rate that was multiplied by 60 and divided again may miss itself by this part.
const ROUNDING = 1e-9;

/**
 * The regions with every instance counted for what the template asks of it, and for no more than the
 * plan rates it at: a template that asks for more gets no more out of the machine.
 */
export function ratedRegions(
  regions: readonly StandingRegion[],
  fleets: Plan['fleets'],
): readonly StandingRegion[] {
  return regions.map((region) => ({
    ...region,
    fleets: region.fleets.map((fleet) => {
      const rated = tryFindRating(fleet, fleets);
      if (rated === undefined) return fleet;
      return asksTooMuch(fleet, rated)
        ? { ...fleet, targetRequestsPerSecondPerInstance: targetOf(rated) }
        : fleet;
    }),
  }));
}

/** Finds the fleets whose instances are asked for more than the plan rates them at, or are others. */
export function findRatingFaults(
  regions: readonly StandingRegion[],
  fleets: Plan['fleets'],
): readonly ScheduleFinding[] {
  return regions.flatMap(({ region, stackName, fleets: standing }) =>
    standing.flatMap((fleet) => {
      const rated = tryFindRating(fleet, fleets);
      const logicalId = fleet.autoScalingGroupId;
      const place = { region, stackName, fleet: fleet.name, logicalId };
      return rated === undefined
        ? []
        : faultsOf(fleet, rated).map((fault) => ({ ...place, ...fault }));
    }),
  );
}

function faultsOf(
  fleet: StandingFleet,
  rated: FleetPlan,
): readonly Pick<ScheduleFinding, 'what' | 'fix'>[] {
  const { autoScalingGroupId: id, instanceType } = fleet;
  const asked = fleet.targetRequestsPerSecondPerInstance;
  const target = targetOf(rated);
  const faults: Pick<ScheduleFinding, 'what' | 'fix'>[] = [];
  if (asksTooMuch(fleet, rated)) {
    const what = `${id} scales for ${asked} requests/s per instance, above the plan's ${target}`;
    faults.push({ what, fix: `set the target to ${target * 60} a minute` });
  }
  if (instanceType !== rated.instanceType) {
    const what = `${id} runs on ${instanceType}, which the plan does not rate: ${rated.instanceType}`;
    faults.push({ what, fix: `launch ${rated.instanceType}, or rate ${instanceType} in the plan` });
  }
  return faults;
}

function asksTooMuch(fleet: StandingFleet, rated: FleetPlan): boolean {
  return fleet.targetRequestsPerSecondPerInstance > targetOf(rated) * (1 + ROUNDING);
}

function targetOf({ requestsPerSecondPerInstance, targetUtilisation }: FleetPlan): number {
  return requestsPerSecondPerInstance * targetUtilisation;
}

/** A fleet that the plan does not know carries no demand either. */
function tryFindRating({ name }: StandingFleet, fleets: Plan['fleets']): FleetPlan | undefined {
  return Object.hasOwn(fleets, name) ? fleets[name as FleetName] : undefined;
}
