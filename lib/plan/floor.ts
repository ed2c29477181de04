import type { FleetName, Plan } from './plan';
import { STRATEGIES } from './strategies';

/**
 * Instances a fleet that runs at all keeps at least: with one, the loss of a machine is the loss of
 * the region for that fleet.
 */
export const MINIMUM_INSTANCES = 2;

// Dividing demand by a rate may end just above a whole number; this much is rounding, not demand.
const ROUNDING = 1e-9;

/** Requests per minute one instance of the fleet is sized for: its rate at target utilisation. */
export function targetRequestsPerMinutePerInstance(plan: Plan, fleet: FleetName): number {
  const { requestsPerSecondPerInstance, targetUtilisation } = plan.fleets[fleet];
  return requestsPerSecondPerInstance * 60 * targetUtilisation;
}

/** Regions that serve users all the time. */
export function activeRegionCount(plan: Plan): number {
  return STRATEGIES[plan.strategy].others.role === 'active' ? plan.regions.length : 1;
}

/**
 * The share of all demand that one active region may be asked to carry.
 *
 * Weighted records spread users evenly over the regions that serve: 1/N, and 1/(N-1) once one is
 * gone. Latency records follow the users, who may all live nearest to one region: all of it. A sole
 * active region carries all of it.
 */
export function carriedShare(plan: Plan): number {
  const regions = activeRegionCount(plan);
  if (regions === 1 || plan.routing === 'latency') return 1;
  return plan.survive === 'none' ? 1 / regions : 1 / (regions - 1);
}

/** Instances that carry a load at target utilisation. */
export function instancesFor(plan: Plan, fleet: FleetName, requestsPerMinute: number): number {
  const perInstance = targetRequestsPerMinutePerInstance(plan, fleet);
  return Math.ceil(requestsPerMinute / perInstance - ROUNDING);
}

/**
 * Fewest instances of which `needed` stay when the largest zone goes. Auto Scaling balances over
 * `zones`, so the largest holds ceil(n / zones): n - ceil(n / zones) = floor(n (zones - 1) / zones)
 * >= needed, hence n = ceil(needed zones / (zones - 1)).
 */
export function instancesToLoseZone(needed: number, zones: number): number {
  return Math.ceil((needed * zones) / (zones - 1));
}

/** What an active region must hold to carry `requestsPerMinute` through what the plan survives. */
export function instancesToSurvive(
  plan: Plan,
  fleet: FleetName,
  zones: number,
  requestsPerMinute: number,
): number {
  const needed = instancesFor(plan, fleet, requestsPerMinute);
  const held = plan.survive === 'region+zone' ? instancesToLoseZone(needed, zones) : needed;
  return Math.max(held, MINIMUM_INSTANCES);
}

/**
 * The instances that must stand in one region while all regions together are asked for
 * `requestsPerMinute`. A standby holds its share of what an active region would hold.
 */
export function floorFor(
  plan: Plan,
  fleet: FleetName,
  region: { readonly share: number; readonly zones: number },
  requestsPerMinute: number,
): number {
  if (region.share === 0) return 0;
  const carried = requestsPerMinute * carriedShare(plan);
  const whole = instancesToSurvive(plan, fleet, region.zones, carried);
  return Math.max(Math.ceil(whole * region.share - ROUNDING), MINIMUM_INSTANCES);
}
