import { Duration, Tags } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, type IDependable } from 'constructs';
import type { FrontDoor } from './front-door';
import { acknowledgeLint } from './lint-acknowledgement';

/** One minimum that is set at a time. */
export interface FleetScheduledMinimum {
  /** Unique in the fleet and stable: it becomes part of the logical id. */
  readonly name: string;
  /** Five-field cron in the fleet's time zone. */
  readonly recurrence: string;
  readonly minSize: number;
}

/** Properties of a `Fleet`. */
export interface FleetProps {
  /** Value of the tag that tells the fleets of a region apart. */
  readonly fleetName: string;
  readonly autoScalingGroupName: string;
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.SubnetSelection;
  readonly launchTemplate: ec2.LaunchTemplate;
  readonly frontDoor: FrontDoor;
  /** What must be there before the first instance boots. */
  readonly bootsAfter: IDependable;
  readonly minSize: number;
  readonly maxSize: number;
  readonly warmPoolSize: number;
  readonly timeZone: string;
  readonly scheduledMinimums: readonly FleetScheduledMinimum[];
  /** Requests per minute and instance that target tracking keeps. */
  readonly targetRequestsPerMinute: number;
}

/** Tag that says which fleet a group is. */
export const FLEET_TAG = 'kapok:fleet';

/** Hook that holds a launched instance until its service answers. */
export const LAUNCH_HOOK_NAME = 'launched';

/** Ten times the usual 30 s from launch to an answer; an instance that needs longer is broken. */
export const LAUNCH_HOOK_TIMEOUT = Duration.minutes(5);

/** From service to steady numbers: V8 has compiled the hot paths and one metric period is full. */
export const INSTANCE_WARMUP = Duration.seconds(60);

/** The hook has seen the service answer; this covers the load balancer's two checks and a margin. */
export const HEALTH_GRACE = Duration.seconds(60);

/** How much of the fleet a release may add at a time; it never takes any away first. */
export const REFRESH_MAX_HEALTHY_PERCENT = 110;

const LAUNCH_HOOK: autoscaling.CfnAutoScalingGroup.LifecycleHookSpecificationProperty = {
  lifecycleHookName: LAUNCH_HOOK_NAME,
  lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  heartbeatTimeout: LAUNCH_HOOK_TIMEOUT.toSeconds(),
  defaultResult: 'ABANDON',
};

/** One Auto Scaling group with its warm pool, its schedule and its reserve for what was not planned. */
export class Fleet extends Construct {
  readonly group: autoscaling.AutoScalingGroup;

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    this.group = this.addGroup(props);
    Tags.of(this.group).add(FLEET_TAG, props.fleetName);
    const { targetGroup } = props.frontDoor;
    this.group.attachToApplicationTargetGroup(targetGroup);
    const group = this.group.node.defaultChild as autoscaling.CfnAutoScalingGroup;
    // An instance that boots before it has its routes, or is judged before its load balancer, is lost.
    group.node.addDependency(props.bootsAfter, targetGroup.loadBalancerAttached);
    // A part of the group itself: a hook made after the group would miss the first instances.
    group.lifecycleHookSpecificationList = [LAUNCH_HOOK];
    this.addWarmPool(props.warmPoolSize);
    this.addSchedule(props);
    this.group.scaleOnRequestCount('Requests', {
      targetRequestsPerMinute: props.targetRequestsPerMinute,
    });
    this.acknowledgeFindings();
  }

  private addGroup(props: FleetProps): autoscaling.AutoScalingGroup {
    return new autoscaling.AutoScalingGroup(this, 'Group', {
      autoScalingGroupName: props.autoScalingGroupName,
      vpc: props.vpc,
      vpcSubnets: props.subnets,
      launchTemplate: props.launchTemplate,
      // No desired capacity: it would undo, at every deployment, what schedule and scaling have set.
      minCapacity: props.minSize,
      maxCapacity: props.maxSize,
      ignoreUnmodifiedSizeProperties: true,
      defaultInstanceWarmup: INSTANCE_WARMUP,
      healthChecks: autoscaling.HealthChecks.withAdditionalChecks({
        additionalTypes: [autoscaling.AdditionalHealthCheckType.ELB],
        gracePeriod: HEALTH_GRACE,
      }),
      groupMetrics: [autoscaling.GroupMetrics.all()],
      // Unlike a rolling update, a refresh suspends no process: the schedule goes on meanwhile.
      updatePolicy: autoscaling.UpdatePolicy.instanceRefresh({
        strategy: autoscaling.InstanceRefreshStrategy.ROLLING,
        minHealthyPercentage: 100,
        maxHealthyPercentage: REFRESH_MAX_HEALTHY_PERCENT,
      }),
    });
  }

  private addWarmPool(size: number): void {
    if (size === 0) return;
    this.group.addWarmPool({
      poolState: autoscaling.PoolState.STOPPED,
      // Only when both are the same has the pool a size of its own; else it grows to the maximum.
      minSize: size,
      maxGroupPreparedCapacity: size,
    });
  }

  private addSchedule({ scheduledMinimums, timeZone }: FleetProps): void {
    for (const { name, recurrence, minSize } of scheduledMinimums) {
      this.group.scaleOnSchedule(name, {
        schedule: autoscaling.Schedule.expression(recurrence),
        timeZone,
        minCapacity: minSize,
      });
    }
  }

  private acknowledgeFindings(): void {
    acknowledgeLint(this, 'AWS::AutoScaling::AutoScalingGroup', {
      rule: 'E3016',
      reason: 'cfn-lint does not know AutoScalingInstanceRefresh yet; CloudFormation does',
    });
    acknowledgeLint(this, 'AWS::AutoScaling::ScalingPolicy', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the listener implies as well',
    });
  }
}
