import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { READY_MINUTES } from '../../plan/defaults';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';

/** Fewer instances serve than the group's minimum says. */
export const CAPACITY_UNDER_FLOOR: AlarmKind = {
  id: 'capacity-under-floor',
  severity: 'page',
  meaning: 'fewer instances of this fleet serve than its minimum, so a lost region is not covered',
  heading: 'Capacity under the floor',
  places: ['Region'],
};

/**
 * Minutes below the minimum: a raised one stands `READY_MINUTES` after it was due, 2 for a late action
 * and 5 from launch to service, and one more. The shortest lead leaves no less before the demand.
 */
export const UNDER_FLOOR_MINUTES = READY_MINUTES + 1;

/** Metrics of a group that are read; the total without `WarmPool` in its name leaves the pool out. */
export type GroupMetricName =
  | 'GroupInServiceInstances'
  | 'GroupMinSize'
  | 'GroupMaxSize'
  | 'GroupAndWarmPoolTotalCapacity';

/** Which group a metric is of. */
export interface GroupMetricOptions {
  readonly autoScalingGroupName: string;
  /**
   * Where it stands.
   * @default the stack's own region
   */
  readonly region?: string;
}

/** A metric of an Auto Scaling group; groups have to be told to report these, and ours are. */
export function groupMetric(
  metricName: GroupMetricName,
  { autoScalingGroupName, region }: GroupMetricOptions,
): Metric {
  return new Metric({
    namespace: 'AWS/AutoScaling',
    metricName,
    dimensionsMap: { AutoScalingGroupName: autoScalingGroupName },
    statistic: Stats.MINIMUM,
    period: ALARM_PERIOD,
    ...(region !== undefined && { region }),
  });
}

/** Adds, for each fleet, what compares the instances that serve with the minimum that stands now. */
export function addCapacityAlarms(
  board: AlarmBoard,
  fleets: readonly { readonly fleet: string; readonly autoScalingGroupName: string }[],
): void {
  for (const { fleet, autoScalingGroupName } of fleets) {
    board.add(CAPACITY_UNDER_FLOOR, {
      subject: [fleet],
      metric: new MathExpression({
        label: `${fleet}: instances in service above the minimum`,
        expression: 'standing - minimum',
        usingMetrics: {
          standing: groupMetric('GroupInServiceInstances', { autoScalingGroupName }),
          minimum: groupMetric('GroupMinSize', { autoScalingGroupName }),
        },
        period: ALARM_PERIOD,
      }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 0,
      values: UNDER_FLOOR_MINUTES,
      missing: {
        treat: TreatMissingData.BREACHING,
        because:
          'a group always counts its instances, so a group that does not is not known to stand',
      },
    });
  }
}
