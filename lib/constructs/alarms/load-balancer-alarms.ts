import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { failedRatioLimit, shareOf, trafficFloor } from './share';
import type { WatchedFleet } from './watched-fleet';

/** The load balancer answers with an error of its own. */
export const LOAD_BALANCER_ERRORS: AlarmKind = {
  id: 'load-balancer-errors',
  severity: 'page',
  meaning: 'the load balancer of this fleet answers for its instances, with errors',
  heading: 'Load balancer errors',
  places: ['Region'],
};

/** What the alarms of the load balancers need to know. */
export interface LoadBalancerAlarmsOptions {
  readonly fleets: readonly WatchedFleet[];
  readonly servedRatio: number;
}

/** Adds what tells of requests that no instance answered, so that no instance could count them. */
export function addLoadBalancerAlarms(
  board: AlarmBoard,
  { fleets, servedRatio }: LoadBalancerAlarmsOptions,
): void {
  const sum = { period: ALARM_PERIOD, statistic: Stats.SUM };
  for (const { capacity, frontDoor } of fleets) {
    const { metrics } = frontDoor.loadBalancer;
    board.add(LOAD_BALANCER_ERRORS, {
      subject: [capacity.fleet],
      metric: shareOf({
        label: `${capacity.fleet}: share of requests the load balancer fails`,
        part: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum),
        whole: metrics.requestCount(sum),
        // Requests are counted once a target is chosen, which these never had.
        partIsExtra: true,
        counts: { fromWhole: trafficFloor(servedRatio) },
      }),
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: failedRatioLimit(servedRatio),
      values: 5,
      over: 3,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'nobody asks here then; whether somebody could is for the canaries to tell',
      },
    });
  }
}
