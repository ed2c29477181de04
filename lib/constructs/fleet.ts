import { Duration, Tags, Validations } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import type * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct, type IDependable } from 'constructs';
import type { NamedAlarm } from './alarms/alarm-board';
import { FleetRelease, REFRESH_MAX_HEALTHY_PERCENT } from './fleet-release';
import { FleetScaling, type ScalingTargets } from './fleet-scaling';
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
  readonly planName: string;
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
  readonly scaling: ScalingTargets;
}

/** Tag that says which fleet a group is. */
export const FLEET_TAG = 'kapok:fleet';

/** Hook that holds a launched instance until its service answers. */
export const LAUNCH_HOOK_NAME = 'launched';

/** Eight times the usual 35 s from launch to an answer; an instance that needs longer is broken. */
export const LAUNCH_HOOK_TIMEOUT = Duration.minutes(5);

/** From service to steady numbers: V8 has compiled the hot paths and one metric period is full. */
export const INSTANCE_WARMUP = Duration.seconds(60);

/** The hook has seen the service answer; this covers the load balancer's two checks and a margin. */
export const HEALTH_GRACE = Duration.seconds(60);

const LAUNCH_HOOK: autoscaling.CfnAutoScalingGroup.LifecycleHookSpecificationProperty = {
  lifecycleHookName: LAUNCH_HOOK_NAME,
  lifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
  heartbeatTimeout: LAUNCH_HOOK_TIMEOUT.toSeconds(),
  defaultResult: 'ABANDON',
};

/**
 * While traffic is shifted away from a zone, what is unhealthy there stays: the other zones carry the
 * load without it, and replacing it elsewhere would be a launch in the middle of an incident.
 */
const ZONE_IMPAIRMENT: autoscaling.CfnAutoScalingGroup.AvailabilityZoneImpairmentPolicyProperty = {
  zonalShiftEnabled: true,
  impairedZoneHealthCheckBehavior: 'IgnoreUnhealthy',
};

/**
 * A replacement serves before the instance that it replaces goes, however many fail their checks at
 * once: a check that is missed under load must not turn load into loss. The load balancer opens to all
 * of them below half, and Auto Scaling without this would end them all.
 */
const MAINTENANCE: autoscaling.CfnAutoScalingGroup.InstanceMaintenancePolicyProperty = {
  minHealthyPercentage: 100,
  maxHealthyPercentage: REFRESH_MAX_HEALTHY_PERCENT,
};

/** One Auto Scaling group with its warm pool, its schedule and its reserve for what was not planned. */
export class Fleet extends Construct {
  readonly group: autoscaling.AutoScalingGroup;
  /** Alarms that take a release back. */
  readonly releaseAlarms: readonly NamedAlarm[];

  constructor(scope: Construct, id: string, props: FleetProps) {
    super(scope, id);
    const release = new FleetRelease(this, 'Release', props);
    this.releaseAlarms = release.alarms;
    this.group = this.addGroup(props, release);
    Tags.of(this.group).add(FLEET_TAG, props.fleetName);
    const { targetGroup } = props.frontDoor;
    this.group.attachToApplicationTargetGroup(targetGroup);
    const group = this.group.node.defaultChild as autoscaling.CfnAutoScalingGroup;
    // An instance that boots before it has its routes, or is judged before its load balancer, is lost.
    group.node.addDependency(props.bootsAfter, targetGroup.loadBalancerAttached);
    // A part of the group itself: a hook made after the group would miss the first instances.
    group.lifecycleHookSpecificationList = [LAUNCH_HOOK];
    group.availabilityZoneImpairmentPolicy = ZONE_IMPAIRMENT;
    group.instanceMaintenancePolicy = MAINTENANCE;
    this.addWarmPool(props.warmPoolSize);
    this.addSchedule(props);
    new FleetScaling(this, 'Scaling', { ...props, group: this.group, targets: props.scaling });
    this.acknowledgeFindings();
  }

  private addGroup(props: FleetProps, release: FleetRelease): autoscaling.AutoScalingGroup {
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
      // Even over zones while they have room; where one has none, the others take its launches.
      azCapacityDistributionStrategy: autoscaling.CapacityDistributionStrategy.BALANCED_BEST_EFFORT,
      updatePolicy: release.updatePolicy,
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
    Validations.of(this.group).acknowledge({
      id: 'AwsSolutions-AS3',
      reason:
        'the schedule launches and ends dozens of instances each day: a message for each would bury the alarms on capacity under the floor and on scheduled actions that did not happen; EventBridge and the group keep every activity',
    });
    acknowledgeLint(this, 'AWS::AutoScaling::AutoScalingGroup', {
      rule: 'E3016',
      reason: 'cfn-lint does not know AutoScalingInstanceRefresh yet; CloudFormation does',
    });
    acknowledgeLint(this.group, 'AWS::AutoScaling::ScalingPolicy', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the listener implies as well',
    });
  }
}
