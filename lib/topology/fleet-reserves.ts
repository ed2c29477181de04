import { findLoadBalancer, findTargetGroup } from './load-balancers';
import type { Resource } from './property';

/** What is kept ready for one fleet beside its running instances. */
export interface FleetReserve {
  readonly fleet: string;
  /** Instances that wait stopped and initialised. */
  readonly warmPoolSize: number;
  /** `<stack>.<logical id>` of its load balancer. */
  readonly loadBalancerId: string;
  /** Capacity units that the template reserves; 0 for none. */
  readonly capacityUnits: number;
}

/** Reads what is kept ready for one fleet. */
export function readFleetReserve(group: Resource, fleet: string): FleetReserve {
  const pools = group.referrers('AWS::AutoScaling::WarmPool', 'AutoScalingGroupName');
  const loadBalancer = findLoadBalancer(findTargetGroup(group));
  return {
    fleet,
    warmPoolSize: pools.reduce((sum, pool) => sum + (pool.tryGet('MinSize')?.number() ?? 0), 0),
    loadBalancerId: loadBalancer.id,
    capacityUnits: loadBalancer.tryGet('MinimumLoadBalancerCapacity.CapacityUnits')?.number() ?? 0,
  };
}
