import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';

/** The keys that sign credentials were not rotated. */
export const ROTATION_FAILED: AlarmKind = {
  id: 'rotation-failed',
  severity: 'ticket',
  meaning:
    'the rotation of the keys that sign credentials failed or was refused; the old ones sign on',
  heading: 'Rotation failed',
  places: ['Data'],
};

/** Period of what is counted. */
export const ROTATION_ERRORS_PERIOD = Duration.hours(1);

/** Hours that are looked back on: a rotation is due once a month, so one that failed is seen for a day. */
export const ROTATION_HOURS = 24;

/** Adds what tells that a rotation failed; nothing else says so, since Secrets Manager only tries again. */
export function addRotationAlarm(board: AlarmBoard, lambda: IFunction): void {
  board.add(ROTATION_FAILED, {
    metric: lambda.metricErrors({ statistic: Stats.SUM, period: ROTATION_ERRORS_PERIOD }),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    values: ROTATION_HOURS,
    over: 1,
    missing: {
      treat: TreatMissingData.NOT_BREACHING,
      because: 'the function runs once a month, and when it does not run it has no errors',
    },
  });
}
