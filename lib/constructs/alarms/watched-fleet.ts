import type { FleetCapacity } from '../../plan/capacity-plan';
import type { FrontDoor } from '../front-door';
import type { NamedAlarm } from './alarm-board';

/** A fleet with all that is watched of it. */
export interface WatchedFleet {
  readonly capacity: Pick<FleetCapacity, 'fleet' | 'minSize' | 'scheduledMinimums'>;
  readonly autoScalingGroupName: string;
  readonly frontDoor: Pick<FrontDoor, 'loadBalancer' | 'targetGroup' | 'certificate'>;
  /** Alarms that take a release back; made with the fleet, told with all others. */
  readonly releaseAlarms: readonly NamedAlarm[];
}

/** A region as it is seen from elsewhere. */
export interface WatchedRegion {
  readonly region: string;
  /** Fewest instances that ever show codes there; 0 where it waits without any. */
  readonly lowestMinimum: number;
}

/** The lowest minimum a fleet ever has; 0 for one that waits without instances. */
export function lowestMinimum({ capacity }: Pick<WatchedFleet, 'capacity'>): number {
  const scheduled = capacity.scheduledMinimums.map(({ minSize }) => minSize);
  return Math.min(capacity.minSize, ...scheduled);
}

/** The lowest minimum of what shows codes, and writes heartbeats, in a region. */
export function lowestCitizenMinimum(fleets: readonly WatchedFleet['capacity'][]): number {
  const citizen = fleets.find(({ fleet }) => fleet === 'citizen');
  return citizen === undefined ? 0 : lowestMinimum({ capacity: citizen });
}
