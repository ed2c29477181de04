import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { HttpCodeElb, HttpCodeTarget } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { FrontDoor } from './front-door';
import { alarmName } from './physical-names';

/** Properties of a `FleetRelease`. */
export interface FleetReleaseProps {
  readonly planName: string;
  readonly fleetName: string;
  readonly frontDoor: FrontDoor;
}

/** How much of the fleet a release may add at a time; it never takes any away first. */
export const REFRESH_MAX_HEALTHY_PERCENT = 110;

/** After the first tenth a release waits, so that few users meet a bad one. */
export const REFRESH_CHECKPOINTS: readonly number[] = [10, 100];

/** How long: two minutes for an alarm to be sure, one for its metrics to come, two to spare. */
export const REFRESH_CHECKPOINT_DELAY = Duration.minutes(5);

/** How long a finished release is still watched, for the same reason. */
export const REFRESH_BAKE_TIME = Duration.minutes(5);

/** Share of answers that are faults, in percent, above which a release is bad. */
export const RELEASE_FAILURES_PERCENT = 1;

/** Requests a minute below which a share says nothing: one fault would be more than 1 %. */
export const RELEASE_FAILURES_FLOOR = 100;

// A load balancer that finds no instance answers 503 by itself and counts no request. Metrics without a
// value in a minute count nothing.
const ASKED = '(FILL(requests, 0) + FILL(balancer, 0))';
const FAULTS = '(FILL(instances, 0) + FILL(balancer, 0))';

const MINUTE = Duration.minutes(1);

/**
 * Two of three minutes: one is noise, and a release that is bad does not become good in the third.
 * Silence is no sign of a fault, at night least of all.
 */
const WATCHED = {
  evaluationPeriods: 3,
  datapointsToAlarm: 2,
  comparisonOperator: cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
  treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
};

/**
 * What ends a release. An instance refresh has no rollback of its own when CloudFormation runs it: when
 * one of these alarms goes off, the refresh fails, the stack rolls back, and a second refresh brings
 * the previous launch template. So a release also fails in a region that is failing already; to mend
 * one, evacuate it first: without users there are no faults to count.
 */
export class FleetRelease extends Construct {
  readonly alarms: readonly cloudwatch.Alarm[];

  constructor(scope: Construct, id: string, props: FleetReleaseProps) {
    super(scope, id);
    this.alarms = [this.addUnhealthyHosts(props), this.addFailures(props)];
  }

  /** How a new launch template reaches the instances. */
  get updatePolicy(): autoscaling.UpdatePolicy {
    // Unlike a rolling update, a refresh suspends no process: the schedule goes on meanwhile.
    return autoscaling.UpdatePolicy.instanceRefresh({
      strategy: autoscaling.InstanceRefreshStrategy.ROLLING,
      minHealthyPercentage: 100,
      maxHealthyPercentage: REFRESH_MAX_HEALTHY_PERCENT,
      // What was launched meanwhile by the schedule is of the release already.
      skipMatching: true,
      checkpointPercentages: [...REFRESH_CHECKPOINTS],
      checkpointDelay: REFRESH_CHECKPOINT_DELAY,
      bakeTime: REFRESH_BAKE_TIME,
      alarms: [...this.alarms],
    });
  }

  private addUnhealthyHosts({ planName, fleetName, frontDoor }: FleetReleaseProps) {
    return new cloudwatch.Alarm(this, 'UnhealthyHosts', {
      alarmName: alarmName(planName, fleetName, 'release-unhealthy-hosts'),
      alarmDescription: 'Instances fail their health checks: a release under way is taken back.',
      metric: frontDoor.targetGroup.metrics.unhealthyHostCount({
        period: MINUTE,
        statistic: cloudwatch.Stats.MAXIMUM,
      }),
      threshold: 0,
      ...WATCHED,
    });
  }

  private addFailures({ planName, fleetName, frontDoor }: FleetReleaseProps) {
    const { metrics } = frontDoor.loadBalancer;
    const every = { period: MINUTE, statistic: cloudwatch.Stats.SUM };
    return new cloudwatch.Alarm(this, 'Failures', {
      alarmName: alarmName(planName, fleetName, 'release-failures'),
      alarmDescription: `More than ${RELEASE_FAILURES_PERCENT} % of the answers are faults: a release under way is taken back.`,
      metric: new cloudwatch.MathExpression({
        label: 'Faults, percent of requests',
        period: MINUTE,
        expression: `IF(${ASKED} >= ${RELEASE_FAILURES_FLOOR}, 100 * ${FAULTS} / ${ASKED}, 0)`,
        usingMetrics: {
          requests: metrics.requestCount(every),
          instances: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, every),
          balancer: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, every),
        },
      }),
      threshold: RELEASE_FAILURES_PERCENT,
      ...WATCHED,
    });
  }
}
