import { FLEET_TAG } from '../../lib/constructs/fleet';
import { FLEET_TAG as READ_FLEET_TAG } from '../../lib/topology/standing-fleets';
import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan, type TemplateResource } from './synthesized-plan';

/** The first two are those of an alarm, the last is only shown. */
const READ_BY_ALARMS_OR_DASHBOARDS = ['GroupInServiceInstances', 'GroupMinSize', 'GroupMaxSize'];

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

describe.each(FLEETS)('$stack, fleet $fleet', ({ stack, region, fleet, prefix }) => {
  let view: FleetView;
  beforeAll(() => {
    view = new FleetView(made, { stack, region, fleet, prefix });
  });

  test('is as large as its capacity says, without a desired capacity', () => {
    expect(view.group().Properties).toMatchObject({
      MinSize: String(view.capacity().minSize),
      MaxSize: String(view.capacity().maxSize),
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 60,
      DefaultInstanceWarmup: 60,
      Tags: [{ Key: 'kapok:fleet', Value: fleet, PropagateAtLaunch: true }],
    });
    expect(view.group().Properties.DesiredCapacity).toBeUndefined();
    expect(view.group().Properties.VPCZoneIdentifier).toHaveLength(3);
  });

  test('keeps its size and its schedule through a deployment that replaces all instances', () => {
    expect(view.group().UpdatePolicy).toMatchObject({
      AutoScalingScheduledAction: { IgnoreUnmodifiedGroupSizeProperties: true },
      AutoScalingInstanceRefresh: {
        Strategy: 'Rolling',
        Preferences: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110, SkipMatching: true },
      },
    });
    expect(view.group().UpdatePolicy.AutoScalingRollingUpdate).toBeUndefined();
  });

  test('stands evenly in its zones, and lets one be left without replacing what is there', () => {
    expect(view.group().Properties).toMatchObject({
      AvailabilityZoneDistribution: { CapacityDistributionStrategy: 'balanced-best-effort' },
      AvailabilityZoneImpairmentPolicy: {
        ZonalShiftEnabled: true,
        ImpairedZoneHealthCheckBehavior: 'IgnoreUnhealthy',
      },
    });
  });

  test('replaces an unhealthy instance before it ends it, however many there are', () => {
    expect(view.group().Properties.InstanceMaintenancePolicy).toEqual({
      MinHealthyPercentage: 100,
      MaxHealthyPercentage: 110,
    });
  });

  test('publishes every metric of its group, each minute', () => {
    // Without a list all are published.
    expect(view.group().Properties.MetricsCollection).toEqual([{ Granularity: '1Minute' }]);
  });

  test('buys on demand only: what can be taken away is no capacity', () => {
    expect(view.group().Properties.MixedInstancesPolicy).toBeUndefined();
    expect(view.launch().InstanceMarketOptions).toBeUndefined();
  });

  test('holds every launch, the first included, until the service answers', () => {
    expect(view.group().Properties.LifecycleHookSpecificationList).toEqual([
      {
        LifecycleHookName: 'launched',
        LifecycleTransition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
        HeartbeatTimeout: 300,
        DefaultResult: 'ABANDON',
      },
    ]);
  });

  test('launches nothing before all ways to and from an instance are there', () => {
    const idsOf = (type: string, part = '') =>
      Object.keys(made.resources(stack, type)).filter((id) => id.startsWith(part));
    const ways = [
      idsOf('AWS::EC2::VPCEndpoint'),
      idsOf('AWS::EC2::SubnetRouteTableAssociation', 'NetworkVpcFleet'),
      idsOf('AWS::EC2::SecurityGroupEgress', `${prefix}Door`),
      idsOf('AWS::EC2::SecurityGroupIngress', `${prefix}Door`),
      idsOf('AWS::ElasticLoadBalancingV2::Listener', `${prefix}DoorLoadBalancerHttps`),
      idsOf('AWS::EC2::SecurityGroupIngress', `NetworkEndpoints${prefix}`),
      idsOf('AWS::Logs::LogGroup', `${prefix}Logs`),
    ];

    expect(ways.map(({ length }) => length)).toEqual([5, 3, 1, 1, 1, 1, 1]);
    expect(view.group().DependsOn).toEqual(expect.arrayContaining(ways.flat()));
  });

  test('has a warm pool of a fixed size, stopped', () => {
    const { warmPoolSize } = view.capacity();

    // Never hibernated: two partitions and several regions cannot.
    expect(view.only('AWS::AutoScaling::WarmPool', 'Fleet').Properties).toMatchObject({
      PoolState: 'Stopped',
      MinSize: warmPoolSize,
      MaxGroupPreparedCapacity: warmPoolSize,
    });
  });

  test('follows requests per instance as its reserve', () => {
    const { TargetTrackingConfiguration } = view.only(
      'AWS::AutoScaling::ScalingPolicy',
      'FleetGroupScalingPolicyRequests',
    ).Properties;

    expect(TargetTrackingConfiguration).toMatchObject({
      TargetValue: view.capacity().targetRequestsPerMinutePerInstance,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
    });
  });

  test('follows the event loop every ten seconds, at the utilisation the fleet is sized for', () => {
    const { PolicyType, TargetTrackingConfiguration } = view.only(
      'AWS::AutoScaling::ScalingPolicy',
      'FleetScalingEventLoop',
    ).Properties;

    expect(PolicyType).toBe('TargetTrackingScaling');
    expect(TargetTrackingConfiguration).toEqual({
      TargetValue: 60,
      CustomizedMetricSpecification: {
        Namespace: 'Kapok',
        MetricName: 'EventLoopUtilisation',
        Dimensions: [
          { Name: 'Plan', Value: 'guangdong' },
          { Name: 'Fleet', Value: fleet },
        ],
        Statistic: 'Average',
        Period: 10,
      },
    });
  });

  test('forecasts the requests of its own load balancer, and only watches', () => {
    const { PolicyType, PredictiveScalingConfiguration } = view.only(
      'AWS::AutoScaling::ScalingPolicy',
      'FleetScalingForecast',
    ).Properties;
    const { ResourceLabel } = view.only(
      'AWS::AutoScaling::ScalingPolicy',
      'FleetGroupScalingPolicyRequests',
    ).Properties.TargetTrackingConfiguration.PredefinedMetricSpecification;

    expect(PolicyType).toBe('PredictiveScaling');
    expect(PredictiveScalingConfiguration).toEqual({
      Mode: 'ForecastOnly',
      SchedulingBufferTime: 20 * 60,
      MaxCapacityBreachBehavior: 'HonorMaxCapacity',
      MetricSpecifications: [
        {
          TargetValue: view.capacity().targetRequestsPerMinutePerInstance,
          PredefinedMetricPairSpecification: {
            PredefinedMetricType: 'ALBRequestCount',
            ResourceLabel,
          },
        },
      ],
    });
  });

  test('has exactly the scheduled minimums of the plan, in its time zone and for ever', () => {
    const [groupId] = Object.keys(
      made.resources(stack, 'AWS::AutoScaling::AutoScalingGroup'),
    ).filter((one) => one.startsWith(prefix));
    const actions = made
      .resourceList(stack, 'AWS::AutoScaling::ScheduledAction', `${prefix}Fleet`)
      .map(({ Properties }) => Properties);

    expect(actions).toEqual(
      view.capacity().scheduledMinimums.map(({ recurrence, minSize }) => ({
        AutoScalingGroupName: { Ref: groupId },
        TimeZone: 'Asia/Shanghai',
        Recurrence: recurrence,
        MinSize: minSize,
      })),
    );
  });
});

test('tags a group as those who read templates look for it', () => {
  expect(FLEET_TAG).toBe(READ_FLEET_TAG);
});

describe('the metrics of groups that alarms and dashboards read', () => {
  const read = () => made.stackIds().flatMap((id) => groupMetricsIn(made.template(id)));

  test('are those of the size that serves, among others', () => {
    const names = new Set(read().map(({ metric }) => metric));
    expect([...names]).toEqual(expect.arrayContaining(READ_BY_ALARMS_OR_DASHBOARDS));
  });

  test('are published by their groups', () => {
    const groups = FLEETS.map((place) => new FleetView(made, place).group().Properties);
    const missing = read().filter(({ group, metric }) => {
      const named = groups.filter(({ AutoScalingGroupName }) => AutoScalingGroupName === group);
      return named.length === 0 || !named.every((one) => publishes(one, metric));
    });

    expect(missing).toEqual([]);
  });
});

function publishes(group: TemplateResource['Properties'], metric: string): boolean {
  const collections: readonly Collection[] = group.MetricsCollection ?? [];
  return collections.some(({ Metrics }) => Metrics?.includes(metric) ?? true);
}

interface Collection {
  /** @default all */
  readonly Metrics?: readonly string[];
}

interface GroupMetric {
  readonly metric: string;
  readonly group: string;
}

/** Metrics of Auto Scaling groups anywhere in a template: in alarms, and in the text of dashboards. */
function groupMetricsIn(value: unknown): readonly GroupMetric[] {
  const dashboards = /"AWS\/AutoScaling","(\w+)","AutoScalingGroupName","([^"]+)"/g;
  if (typeof value === 'string') {
    return [...value.matchAll(dashboards)].map(([, metric = '', group = '']) => ({
      metric,
      group,
    }));
  }
  if (typeof value !== 'object' || value === null) return [];
  const { Namespace, MetricName, Dimensions = [] } = value as MetricNode;
  if (Namespace === 'AWS/AutoScaling' && MetricName !== undefined) {
    const found = Dimensions.find(({ Name }) => Name === 'AutoScalingGroupName');
    return [{ metric: MetricName, group: String(found?.Value) }];
  }
  return Object.values(value).flatMap(groupMetricsIn);
}

interface MetricNode {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}
