import type { FleetCapacity } from '../../plan/capacity-plan';
import type { FrontDoor } from '../front-door';

/** A fleet with all that is watched of it. */
export interface WatchedFleet {
  readonly capacity: Pick<FleetCapacity, 'fleet' | 'minSize' | 'scheduledMinimums'>;
  readonly autoScalingGroupName: string;
  readonly frontDoor: Pick<FrontDoor, 'loadBalancer' | 'targetGroup' | 'certificate'>;
}

/** The lowest minimum a fleet ever has; 0 for one that waits without instances. */
export function lowestMinimum({ capacity }: Pick<WatchedFleet, 'capacity'>): number {
  const scheduled = capacity.scheduledMinimums.map(({ minSize }) => minSize);
  return Math.min(capacity.minSize, ...scheduled);
}
