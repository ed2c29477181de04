import type { Assembly } from './assembly';
import { type Resource, resourcesOf } from './property';

/** A schedule that sets the reserved capacity units of a load balancer. */
export interface ReservationChange {
  /** `<stack>.<logical id>` of the load balancer; absent where the text names none of the assembly. */
  readonly loadBalancerId?: string;
  readonly region: string;
  /** Schedule expression, for example `cron(0 1 10 1 ? *)`. */
  readonly schedule: string;
  readonly timeZone: string;
  readonly capacityUnits: number;
}

/** The call by which EventBridge Scheduler changes a reservation. */
const RESERVING_CALL = /:modifyCapacityReservation$/;

const DEFAULT_TIME_ZONE = 'UTC';

/** Reads the schedules of all stacks that change what load balancers have reserved. */
export function readReservationChanges(assembly: Assembly): readonly ReservationChange[] {
  return resourcesOf(assembly, 'AWS::Scheduler::Schedule').flatMap((schedule) => {
    if (!RESERVING_CALL.test(schedule.get('Target.Arn').text())) return [];
    const input = schedule.get('Target.Input').text();
    const units = /"CapacityUnits":\s*"?(\d+)/.exec(input)?.[1];
    const loadBalancerId = tryFindLoadBalancer(schedule, input);
    return [
      {
        ...(loadBalancerId !== undefined && { loadBalancerId }),
        region: schedule.stack.region,
        schedule: schedule.get('ScheduleExpression').literal(),
        timeZone: schedule.tryGet('ScheduleExpressionTimezone')?.literal() ?? DEFAULT_TIME_ZONE,
        // A call that resets the reservation names no units.
        capacityUnits: units === undefined ? 0 : Number(units),
      },
    ];
  });
}

function tryFindLoadBalancer(schedule: Resource, input: string): string | undefined {
  return schedule
    .siblings('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .find(({ stack, logicalId }) => input.includes(`@{${stack.id}.${logicalId}}`))?.id;
}
