import {
  ComparisonOperator,
  MathExpression,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { FrontDoor } from '../front-door';
import { ALARM_PERIOD, type AlarmTrigger } from './alarm-board';
import type { AlarmKind } from './alarm-kind';

/**
 * A release is taken back because its instances fail. No page: what people miss is told by
 * few-healthy-targets, and one instance that is being replaced turns this on as well.
 */
export const RELEASE_UNHEALTHY_HOSTS: AlarmKind = {
  id: 'release-unhealthy-hosts',
  severity: 'ticket',
  meaning: 'instances of this fleet fail their health checks, so a release under way is taken back',
  heading: 'Release with unhealthy hosts',
  places: ['Region'],
};

/**
 * A release is taken back because its answers are faults. No page: channels and load balancers tell of
 * people who are not served, by the limit that the plan promises (`failedRatioLimit`).
 */
export const RELEASE_FAILURES: AlarmKind = {
  id: 'release-failures',
  severity: 'ticket',
  meaning: 'too many answers of this fleet are faults, so a release under way is taken back',
  heading: 'Release with failures',
  places: ['Region'],
};

/** Share of answers that are faults, in percent, above which a release is bad. */
export const RELEASE_FAILURES_PERCENT = 1;

/** Requests a minute below which a share says nothing: one fault would be more than 1 %. */
export const RELEASE_FAILURES_FLOOR = 100;

// A load balancer that finds no instance answers 503 by itself and counts no request. Metrics without a
// value in a minute count nothing.
const ASKED = '(FILL(requests, 0) + FILL(balancer, 0))';
const FAULTS = '(FILL(instances, 0) + FILL(balancer, 0))';

/** Two of three minutes: one is noise, and a release that is bad does not become good in the third. */
const WATCHED = {
  values: 3,
  over: 2,
  comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
} as const;

/** What is judged of a release: a fleet and the door in front of it. */
export interface ReleasedFleet {
  readonly fleetName: string;
  readonly frontDoor: Pick<FrontDoor, 'loadBalancer' | 'targetGroup'>;
}

/** When the instances of a release are bad. */
export function unhealthyHosts({ fleetName, frontDoor }: ReleasedFleet): AlarmTrigger {
  return {
    ...WATCHED,
    subject: [fleetName],
    metric: frontDoor.targetGroup.metrics.unhealthyHostCount({
      period: ALARM_PERIOD,
      statistic: Stats.MAXIMUM,
    }),
    threshold: 0,
    missing: {
      treat: TreatMissingData.NOT_BREACHING,
      because: 'a fleet without instances has none that fail',
    },
  };
}

/** When the answers during a release are bad. */
export function releaseFailures({ fleetName, frontDoor }: ReleasedFleet): AlarmTrigger {
  const { metrics } = frontDoor.loadBalancer;
  const every = { period: ALARM_PERIOD, statistic: Stats.SUM };
  return {
    ...WATCHED,
    subject: [fleetName],
    metric: new MathExpression({
      label: 'Faults, percent of requests',
      period: ALARM_PERIOD,
      expression: `IF(${ASKED} >= ${RELEASE_FAILURES_FLOOR}, 100 * ${FAULTS} / ${ASKED}, 0)`,
      usingMetrics: {
        requests: metrics.requestCount(every),
        instances: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, every),
        balancer: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, every),
      },
    }),
    threshold: RELEASE_FAILURES_PERCENT,
    missing: {
      treat: TreatMissingData.NOT_BREACHING,
      because: 'silence is no sign of a fault, at night least of all',
    },
  };
}
