import { Aws, Stack, type StackProps } from 'aws-cdk-lib';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53';
import { type Construct, DependencyGroup } from 'constructs';
import { CITIZEN_CEILING, partnerCeiling } from '../constructs/address-ceiling';
import type { WatchedFleet } from '../constructs/alarms/watched-fleet';
import { bootScript } from '../constructs/boot-script';
import { CapacityReservations } from '../constructs/capacity-reservations';
import { DeployGuard } from '../constructs/deploy-guard';
import { Fleet, LAUNCH_HOOK_NAME } from '../constructs/fleet';
import { FleetLaunchTemplate } from '../constructs/fleet-launch-template';
import { FleetRole } from '../constructs/fleet-role';
import { FrontDoor } from '../constructs/front-door';
import { LIVENESS_PATH } from '../constructs/health-protocol';
import { InstanceLogs, serviceLogGroupName } from '../constructs/instance-logs';
import { IsolatedNetwork } from '../constructs/isolated-network';
import { bucketName, physicalName, physicalNames } from '../constructs/physical-names';
import { RegionSchedules } from '../constructs/region-schedules';
import { RegionWatch } from '../constructs/region-watch';
import { ServiceBundle } from '../constructs/service-bundle';
import { addRegionOutputs } from '../constructs/stack-outputs';
import { WebAcl } from '../constructs/web-acl';
import type { DeployFreeze, FleetCapacity } from '../plan/capacity-plan';
import type { FleetName } from '../plan/plan';
import {
  domainNames,
  fleetEnvironment,
  type RegionPlan,
  SERVICE_PORT,
  scalingTargets,
  visitors,
} from './region-plan';

/** Properties of a `RegionStack`. */
export interface RegionStackProps extends StackProps {
  readonly plan: RegionPlan;
  readonly zones: readonly string[];
  readonly fleets: readonly FleetCapacity[];
  /** When releases stay away from this stack. */
  readonly deployFreeze: DeployFreeze;
}

/** A whole application in one region; the same in every region but for names. */
export class RegionStack extends Stack {
  private readonly loadBalancers = new Map<FleetName, ApplicationLoadBalancer>();
  private readonly watched: WatchedFleet[] = [];
  private readonly zones: readonly string[];
  private readonly plan: RegionPlan;

  constructor(scope: Construct, id: string, props: RegionStackProps) {
    super(scope, id, props);
    this.zones = props.zones;
    this.plan = props.plan;
    const { hostedZoneId, zoneName } = props.plan.domain;
    const bundle = new ServiceBundle(this, 'Service');
    const shared: Shared = {
      hostedZone: HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId, zoneName }),
      network: this.addNetwork(props, bundle),
      bundle,
      schedules: new RegionSchedules(this, 'Schedules', {
        planName: props.plan.name,
        timeZone: props.plan.timeZone,
      }),
    };
    for (const capacity of props.fleets) this.addFleet(capacity, shared);
    new DeployGuard(this, 'Guard', { freeze: props.deployFreeze, schedules: shared.schedules });
    const { dashboardName } = new RegionWatch(this, 'Watch', {
      plan: props.plan,
      fleets: this.watched,
    });
    addRegionOutputs(this, { partition: props.plan.partition, zoneName, dashboardName });
  }

  /** The zones of the plan, instead of a look-up that needs an account. */
  override get availabilityZones(): string[] {
    return [...this.zones];
  }

  /** Load balancer of a fleet of this region. */
  findLoadBalancer(fleet: FleetName): ApplicationLoadBalancer {
    const found = this.loadBalancers.get(fleet);
    if (found === undefined) throw new Error(`${this.node.id} has no fleet ${fleet}`);
    return found;
  }

  private addNetwork({ zones, fleets }: RegionStackProps, bundle: ServiceBundle): IsolatedNetwork {
    const { name } = this.plan;
    return new IsolatedNetwork(this, 'Network', {
      zones,
      names: physicalNames(name),
      autoScalingGroupNames: fleets.map(({ fleet }) => physicalName(name, fleet)),
      logGroupNames: fleets.map(({ fleet }) => serviceLogGroupName(name, fleet)),
      bundleBucket: bundle.asset.bucket,
      logBucketName: bucketName(name, 'logs', { account: Aws.ACCOUNT_ID, region: this.region }),
    });
  }

  private addFleet(capacity: FleetCapacity, shared: Shared): void {
    const { network } = shared;
    const { fleet } = capacity;
    const id = fleet === 'citizen' ? 'Citizen' : 'Partner';
    const autoScalingGroupName = physicalName(this.plan.name, fleet);
    const frontDoor = this.addFrontDoor(id, capacity, shared);
    const logs = new InstanceLogs(this, `${id}Logs`, {
      planName: this.plan.name,
      fleetName: fleet,
      sandbox: this.plan.sandbox,
    });
    const launch = this.addLaunch(id, fleet, logs.logGroupName, shared);
    const requests = frontDoor.allowRequestsTo(launch.securityGroup, SERVICE_PORT);
    const endpoints = network.allowReachFrom(`${id}Fleet`, launch.securityGroup);
    const { releaseAlarms } = new Fleet(this, `${id}Fleet`, {
      planName: this.plan.name,
      fleetName: fleet,
      autoScalingGroupName,
      vpc: network.vpc,
      subnets: network.fleetSubnets,
      launchTemplate: launch.launchTemplate,
      frontDoor,
      bootsAfter: new DependencyGroup(network.reach, requests, endpoints, logs),
      minSize: capacity.minSize,
      maxSize: capacity.maxSize,
      warmPoolSize: capacity.warmPoolSize,
      timeZone: this.plan.timeZone,
      scheduledMinimums: capacity.scheduledMinimums,
      scaling: scalingTargets(this.plan, capacity),
    });
    this.loadBalancers.set(fleet, frontDoor.loadBalancer);
    this.watched.push({ capacity, autoScalingGroupName, frontDoor, releaseAlarms });
  }

  private addLaunch(
    id: string,
    fleet: FleetName,
    logGroupName: string,
    { network, bundle }: Shared,
  ): FleetLaunchTemplate {
    const autoScalingGroupName = physicalName(this.plan.name, fleet);
    const { role } = new FleetRole(this, `${id}Role`, {
      names: physicalNames(this.plan.name),
      fleet,
      autoScalingGroupName,
      logGroupName,
      bundleBucket: bundle.asset.bucket,
    });
    return new FleetLaunchTemplate(this, `${id}Launch`, {
      vpc: network.vpc,
      instanceType: this.plan.fleets[fleet].instanceType,
      role,
      bootScript: bootScript({
        region: this.region,
        autoScalingGroupName,
        lifecycleHookName: LAUNCH_HOOK_NAME,
        logGroupName,
        bundleUrl: bundle.asset.s3ObjectUrl,
        livenessPath: LIVENESS_PATH,
        environment: fleetEnvironment(this.plan, this.region, fleet),
      }),
    });
  }

  private addFrontDoor(id: string, capacity: FleetCapacity, shared: Shared): FrontDoor {
    const { fleet } = capacity;
    const { name: planName, sandbox } = this.plan;
    const frontDoor = new FrontDoor(this, `${id}Door`, {
      planName,
      fleet,
      vpc: shared.network.vpc,
      subnets: shared.network.publicSubnets,
      hostedZone: shared.hostedZone,
      domainNames: domainNames(this.plan.domain, this.region, fleet),
      visitors: visitors(this.plan, fleet),
      capacityUnits: capacity.loadBalancerCapacityUnits,
      servicePort: SERVICE_PORT,
      sandbox,
    });
    const { loadBalancer } = frontDoor;
    new WebAcl(this, `${id}Firewall`, {
      planName,
      fleet,
      loadBalancer,
      requestsPerAddress:
        fleet === 'citizen'
          ? CITIZEN_CEILING
          : partnerCeiling(this.plan.traffic.partnerRequestsPerMinute),
    });
    new CapacityReservations(this, `${id}Reservations`, {
      fleet,
      loadBalancer,
      reservations: capacity.scheduledReservations,
      schedules: shared.schedules,
    });
    return frontDoor;
  }
}

interface Shared {
  readonly hostedZone: IHostedZone;
  readonly network: IsolatedNetwork;
  readonly bundle: ServiceBundle;
  readonly schedules: RegionSchedules;
}
