import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';

/** The account has little room for more instances. */
export const QUOTA_HEADROOM: AlarmKind = {
  id: 'quota-headroom',
  severity: 'ticket',
  meaning: 'the account uses nearly all the vCPUs it may run in this region',
  heading: 'Quota headroom',
  places: ['Region'],
};

/**
 * Per cent of the quota for running on-demand standard instances. A release adds up to 10 % of a fleet
 * before it takes any away and scaling is only a reserve, so a fifth left is twice what is needed; to
 * raise a quota takes days.
 */
export const QUOTA_USE_LIMIT_PERCENT = 80;

/** How often the usage of quotas is reported. */
export const QUOTA_PERIOD = Duration.minutes(5);

/** Adds what compares the vCPUs that run with those that may. */
export function addQuotaAlarm(board: AlarmBoard): void {
  board.add(QUOTA_HEADROOM, {
    metric: new MathExpression({
      label: 'per cent of the vCPU quota in use',
      expression: '100 * used / SERVICE_QUOTA(used)',
      usingMetrics: { used: vCpuUsage() },
      period: QUOTA_PERIOD,
    }),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: QUOTA_USE_LIMIT_PERCENT,
    values: 1,
    missing: {
      treat: TreatMissingData.NOT_BREACHING,
      because: 'an account that runs nothing reports no usage',
    },
  });
}

/** vCPUs of all on-demand standard instances of the account in this region; `c` instances are such. */
export function vCpuUsage(): Metric {
  return new Metric({
    namespace: 'AWS/Usage',
    metricName: 'ResourceCount',
    dimensionsMap: {
      Service: 'EC2',
      Type: 'Resource',
      Resource: 'vCPU',
      Class: 'Standard/OnDemand',
    },
    statistic: Stats.MAXIMUM,
    period: QUOTA_PERIOD,
  });
}
