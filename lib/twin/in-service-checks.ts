import type { Topology } from '../topology/topology';

/** The check on a region's records, found through the load balancer that the record points at. */
export function regionsByInServiceCheck({
  regions,
  routing,
}: Topology): ReadonlyMap<string, string> {
  const checks = new Map<string, string>();
  for (const { region, fleets } of regions) {
    const ids = new Set(fleets.map(({ loadBalancer }) => loadBalancer.id));
    for (const { target, healthCheckId } of routing.records) {
      if (healthCheckId === undefined || target.kind !== 'load-balancer') continue;
      if (ids.has(target.loadBalancerId)) checks.set(healthCheckId, region);
    }
  }
  return checks;
}
