import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import { Construct } from 'constructs';
import { type NamedAlarm, nameAlarm } from './alarms/alarm-board';
import {
  RELEASE_FAILURES,
  RELEASE_UNHEALTHY_HOSTS,
  type ReleasedFleet,
  releaseFailures,
  unhealthyHosts,
} from './alarms/release-alarms';

/** Properties of a `FleetRelease`. */
export interface FleetReleaseProps extends ReleasedFleet {
  readonly planName: string;
}

/** How much of the fleet a release may add at a time; it never takes any away first. */
export const REFRESH_MAX_HEALTHY_PERCENT = 110;

/** After the first tenth a release waits, so that few users meet a bad one. */
export const REFRESH_CHECKPOINTS: readonly number[] = [10, 100];

/** How long: two minutes for an alarm to be sure, one for its metrics to come, two to spare. */
export const REFRESH_CHECKPOINT_DELAY = Duration.minutes(5);

/** How long a finished release is still watched, for the same reason. */
export const REFRESH_BAKE_TIME = Duration.minutes(5);

/**
 * What ends a release. An instance refresh has no rollback of its own when CloudFormation runs it: when
 * one of these alarms goes off, the refresh fails, the stack rolls back, and a second refresh brings
 * the previous launch template. So a release also fails in a region that is failing already; to mend
 * one, evacuate it first: without users there are no faults to count. The refresh refers to the alarms,
 * so they are made here; who is told of them is decided by what watches the region, later.
 */
export class FleetRelease extends Construct {
  readonly alarms: readonly NamedAlarm[];

  constructor(scope: Construct, id: string, props: FleetReleaseProps) {
    super(scope, id);
    const { planName } = props;
    this.alarms = [
      nameAlarm(this, 'UnhealthyHosts', {
        planName,
        kind: RELEASE_UNHEALTHY_HOSTS,
        trigger: unhealthyHosts(props),
      }),
      nameAlarm(this, 'Failures', {
        planName,
        kind: RELEASE_FAILURES,
        trigger: releaseFailures(props),
      }),
    ];
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
      alarms: this.alarms.map(({ alarm }) => alarm),
    });
  }
}
