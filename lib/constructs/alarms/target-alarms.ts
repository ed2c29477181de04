import { Stack } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { lowestMinimum, type WatchedFleet } from './watched-fleet';

/** Instances fail their health check and stay so. */
export const UNHEALTHY_TARGETS: AlarmKind = {
  id: 'unhealthy-targets',
  severity: 'ticket',
  meaning: 'instances of this fleet fail their health check and are not replaced in time',
  heading: 'Unhealthy targets',
  places: ['Region'],
};

/** Fewer instances answer than ever should. */
export const FEW_HEALTHY_TARGETS: AlarmKind = {
  id: 'few-healthy-targets',
  severity: 'page',
  meaning:
    'fewer instances of this fleet answer their load balancer than the loss of a zone would leave',
  heading: 'Few healthy targets',
  places: ['Region'],
};

/**
 * Minutes an instance may stay unhealthy: Auto Scaling ends it within one and its successor takes up
 * to 5 from launch to service; twice that.
 */
export const REPLACEMENT_MINUTES = 12;

/** Minutes below the lowest minimum; the load balancer itself needs 10 s to see an instance fail. */
export const FEW_TARGETS_MINUTES = 3;

/** Adds what the load balancer of each fleet says of its targets. */
export function addTargetAlarms(board: AlarmBoard, fleets: readonly WatchedFleet[]): void {
  for (const watched of fleets) {
    const { metrics } = watched.frontDoor.targetGroup;
    const subject = [watched.capacity.fleet];
    board.add(UNHEALTHY_TARGETS, {
      subject,
      metric: metrics.unhealthyHostCount({ period: ALARM_PERIOD, statistic: Stats.MAXIMUM }),
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      values: REPLACEMENT_MINUTES,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'a load balancer without targets counts none; few-healthy-targets tells of that',
      },
    });
    const floor = lowestMinimum(watched);
    // A fleet that waits without instances has none to miss.
    if (floor === 0) continue;
    board.add(FEW_HEALTHY_TARGETS, {
      subject,
      metric: metrics.healthyHostCount({ period: ALARM_PERIOD, statistic: Stats.MINIMUM }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: withoutZone(floor, Stack.of(board).availabilityZones.length),
      values: FEW_TARGETS_MINUTES,
      missing: {
        treat: TreatMissingData.BREACHING,
        because: 'a load balancer that counts no target has none',
      },
    });
  }
}

/**
 * What a zone's loss leaves of the lowest minimum, and never none: one instance that is being replaced
 * wakes nobody, and capacity-under-floor tells of one that does not come back.
 */
function withoutZone(lowest: number, zones: number): number {
  return Math.max(1, Math.floor((lowest * (zones - 1)) / zones));
}
