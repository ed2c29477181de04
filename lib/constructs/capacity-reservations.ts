import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { ScheduledReservation } from '../plan/capacity-plan';
import { minutesToNext } from '../plan/moment-gaps';
import type { FleetName } from '../plan/plan';
import type { RegionSchedules } from './region-schedules';

/** Properties of `CapacityReservations`. */
export interface CapacityReservationsProps {
  readonly fleet: FleetName;
  readonly loadBalancer: IApplicationLoadBalancer;
  readonly reservations: readonly ScheduledReservation[];
  readonly schedules: RegionSchedules;
}

/**
 * Raises a load balancer's reserved units hours before a campaign, because units come within minutes or
 * hours and first come first served, and lets them go after it. AWS allows raises at any time and two
 * reductions a day; the plan is refused when it needs more.
 *
 * A call that fails is tried again until the next one is due and not longer: a release that came late
 * would take the units of the campaign that follows.
 *
 * The template carries the week's units. CloudFormation sets them when that property, or the load
 * balancer as a whole, changes, and leaves a raise alone when a release touches something else. From a
 * raise until the deploy guard closes, a release that changes the week's units therefore ends the raise:
 * run the schedule's call by hand after it.
 */
export class CapacityReservations extends Construct {
  constructor(scope: Construct, id: string, props: CapacityReservationsProps) {
    super(scope, id);
    const { fleet, loadBalancer, reservations, schedules } = props;
    if (reservations.length === 0) return;
    const role = schedules.addRole(`${id}Role`);
    const permission = new PolicyStatement({
      actions: ['elasticloadbalancing:ModifyCapacityReservation'],
      resources: [loadBalancer.loadBalancerArn],
    });
    const retryMinutes = minutesToNext(reservations);
    reservations.forEach(({ name, recurrence, capacityUnits }, index) => {
      schedules.addCall(`${id}-${name}`, {
        description: `${capacityUnits} capacity units for the ${fleet} load balancer: ${name}`,
        recurrence,
        service: 'elasticloadbalancingv2',
        action: 'modifyCapacityReservation',
        input: {
          LoadBalancerArn: loadBalancer.loadBalancerArn,
          MinimumLoadBalancerCapacity: { CapacityUnits: capacityUnits },
        },
        permission,
        role,
        retryMinutes: retryMinutes[index] ?? 0,
      });
    });
  }
}
