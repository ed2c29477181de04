import {
  ComparisonOperator,
  type IMetric,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IHealthCheck } from 'aws-cdk-lib/aws-route53';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import type { WatchedRegion } from './watched-fleet';

/** Route 53 sends nobody to a region. */
export const REGION_OUT_OF_SERVICE: AlarmKind = {
  id: 'region-out-of-service',
  severity: 'page',
  meaning: 'Route 53 sends no users to this region, so the others carry all and none may be lost',
  heading: 'Region out of service',
  places: ['Routing'],
};

/** A region does not say that it serves. */
export const REGION_NOT_SERVING: AlarmKind = {
  id: 'region-not-serving',
  severity: 'page',
  meaning:
    'this region does not tell Route 53 that it serves: it is evacuated by its own path if its ' +
    'few-healthy-targets alarms are off, and ill or unreachable if they are on',
  heading: 'Region not serving',
  places: ['Routing'],
};

/** A region was evacuated through a peer. */
export const REGION_EVACUATED: AlarmKind = {
  id: 'region-evacuated',
  severity: 'ticket',
  meaning: 'a peer tells Route 53 that this region is evacuated: somebody ordered it, or a drill',
  heading: 'Region evacuated',
  places: ['Routing'],
};

/** Minutes in a row; a check needs 30 s to change its mind and reports once a minute. */
export const CHECK_MINUTES = 2;

/** The checks of one region. */
export interface CheckedRegion extends WatchedRegion {
  readonly inService: IHealthCheck;
  readonly serving: IHealthCheck;
  /** One for each peer, inverted: unhealthy while that peer speaks for the evacuation. */
  readonly notEvacuated: readonly IHealthCheck[];
}

/** What Route 53 says of a check, in the region where it publishes its metrics. */
export function checkMetric(
  metricName: 'HealthCheckStatus' | 'HealthCheckPercentageHealthy',
  check: IHealthCheck,
): Metric {
  return new Metric({
    namespace: 'AWS/Route53',
    metricName,
    dimensionsMap: { HealthCheckId: check.healthCheckId },
    statistic: Stats.MINIMUM,
    period: ALARM_PERIOD,
  });
}

/**
 * Adds, for each region, whether users are sent to it, and which of the two paths keeps them away. One
 * that waits without instances says of itself neither that it serves nor that it is ill.
 */
export function addHealthCheckAlarms(board: AlarmBoard, regions: readonly CheckedRegion[]): void {
  for (const { region, lowestMinimum, inService, serving, notEvacuated } of regions) {
    const add = (kind: AlarmKind, metric: IMetric) =>
      board.add(kind, {
        subject: [region],
        metric,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        threshold: 1,
        values: CHECK_MINUTES,
        missing: {
          treat: TreatMissingData.BREACHING,
          because: 'a check always reports, so one that does not is not known to be healthy',
        },
      });
    if (lowestMinimum > 0) {
      add(REGION_OUT_OF_SERVICE, checkMetric('HealthCheckStatus', inService));
      add(REGION_NOT_SERVING, checkMetric('HealthCheckStatus', serving));
    }
    if (notEvacuated.length > 0) add(REGION_EVACUATED, lowestStatus(region, notEvacuated));
  }
}

/** 0 as soon as one of the checks is unhealthy; a single one needs no arithmetic. */
function lowestStatus(region: string, checks: readonly IHealthCheck[]): IMetric {
  const metrics = checks.map(
    (check, index) => [`peer${index}`, checkMetric('HealthCheckStatus', check)] as const,
  );
  const [first, ...others] = metrics;
  if (first !== undefined && others.length === 0) return first[1];
  return new MathExpression({
    label: `${region}: 0 while a peer speaks for its evacuation`,
    expression: `MIN([${metrics.map(([id]) => id).join(', ')}])`,
    usingMetrics: Object.fromEntries(metrics),
    period: ALARM_PERIOD,
  });
}
