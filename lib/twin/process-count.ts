import type { FleetTopology } from '../topology/topology';

/**
 * Processes that stand for the largest fleet of a region; one stands for any other. Enough that a
 * load balancer has to choose, few enough that two regions fit on two cores.
 */
export const PROCESSES_OF_LARGEST_FLEET = 2;

/** How many processes stand for the instances of a fleet. */
export function processCount(fleet: FleetTopology, fleets: readonly FleetTopology[]): number {
  const largest = Math.max(...fleets.map(({ minSize }) => minSize));
  return Math.min(fleet.minSize, fleet.minSize === largest ? PROCESSES_OF_LARGEST_FLEET : 1);
}
