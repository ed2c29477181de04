import type { StandingFleet, StandingRegion } from '../topology/topology';
import { tryParseCron } from './cron';

/** Something in a template on which the proof cannot build. */
export interface ScheduleFinding {
  readonly region: string;
  readonly stackName: string;
  readonly fleet: string;
  /** Resource at fault; absent when it is missing. */
  readonly logicalId?: string;
  /** What is wrong, with the value found and the value needed. */
  readonly what: string;
  readonly fix: string;
}

/** Finds the fleets that are missing and the actions that do not do what they seem to. */
export function findScheduleFaults(
  regions: readonly StandingRegion[],
  fleetNames: readonly string[],
  timeZone: string,
): readonly ScheduleFinding[] {
  return regions.flatMap((region) =>
    fleetNames.flatMap((fleetName) => {
      const place = { region: region.region, stackName: region.stackName, fleet: fleetName };
      const fleet = region.fleets.find(({ name }) => name === fleetName);
      if (fleet === undefined) {
        const what = `${region.region} has no ${fleetName} fleet`;
        return [{ ...place, what, fix: 'deploy every fleet to every region' }];
      }
      return faultsOf(fleet, timeZone).map((fault) => ({ ...place, ...fault }));
    }),
  );
}

type Fault = Pick<ScheduleFinding, 'logicalId' | 'what' | 'fix'>;

function faultsOf(fleet: StandingFleet, timeZone: string): readonly Fault[] {
  // A later action may set a lower maximum, which Auto Scaling never lets a minimum exceed.
  const maximum = Math.min(
    fleet.maxSize,
    ...fleet.scheduledActions.flatMap(({ maxSize }) => maxSize ?? []),
  );
  const faults: Fault[] = [];
  if (fleet.minSize > maximum)
    faults.push(aboveMaximum(fleet.autoScalingGroupId, fleet.minSize, maximum));
  for (const { logicalId, recurrence, timeZone: zone, minSize } of fleet.scheduledActions) {
    if (zone !== timeZone) {
      const what = `${logicalId} runs in the time zone ${zone}, the plan's is ${timeZone}`;
      faults.push({ logicalId, what, fix: `set the action's time zone to ${timeZone}` });
    }
    if (tryParseCron(recurrence) === undefined) {
      const what = `${logicalId} has a recurrence that is no five-field cron: ${recurrence}`;
      faults.push({ logicalId, what, fix: 'write minute, hour, day, month and weekday' });
    }
    if (minSize !== undefined && minSize > maximum) {
      faults.push(aboveMaximum(logicalId, minSize, maximum));
    }
  }
  return faults;
}

function aboveMaximum(logicalId: string, minSize: number, maximum: number): Fault {
  const what = `${logicalId} sets a minimum of ${minSize}, above the group's maximum of ${maximum}`;
  return { logicalId, what, fix: 'raise the maximum or lower the minimum' };
}
