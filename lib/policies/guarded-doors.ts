import type { Assembly } from '../topology/assembly';
import { resourcesOf } from '../topology/property';

/**
 * Whether the load balancers stand behind a web ACL. What is asked of guarded doors (access logs, zonal
 * shift, health thresholds, reservations that follow the calendar) is not asked of bare ones, such as
 * those of templates made by hand.
 */
export function hasGuardedDoors(assembly: Assembly): boolean {
  return resourcesOf(assembly, 'AWS::WAFv2::WebACL').length > 0;
}
