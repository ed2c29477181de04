import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { Fleet, type FleetProps } from '../../lib/constructs/fleet';
import { FleetLaunchTemplate } from '../../lib/constructs/fleet-launch-template';
import {
  LONGEST_FORECAST_LEAD_MINUTES,
  QUICK_METRIC,
  QUICK_METRIC_PERIOD_SECONDS,
  type ScalingTargets,
} from '../../lib/constructs/fleet-scaling';
import { FrontDoor } from '../../lib/constructs/front-door';
import { metricLine } from '../../service/metrics/embedded-metrics';
import { PUBLISH_SECONDS } from '../../service/metrics/metrics-publisher';
import { RequestTally } from '../../service/metrics/request-tally';

// The CDK's own rules take most of the time and have their test.
process.env.CDK_VALIDATION = 'false';

interface FleetChanges extends Partial<FleetProps> {
  readonly instanceType?: string;
  readonly capacityUnits?: number;
}

const SCALING: ScalingTargets = {
  targetRequestsPerMinute: 1000,
  targetUtilisation: 0.6,
  predictiveScaling: 'forecast-only',
  leadMinutes: 20,
};

/** A stack with one fleet and its load balancer. */
function templateWith({ instanceType, capacityUnits, ...changes }: FleetChanges): Template {
  const stack = new Stack(new App(), 'Stack', { env: { region: 'ap-southeast-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 0 });
  const frontDoor = new FrontDoor(stack, 'Door', {
    planName: 'guangdong',
    fleet: 'citizen',
    visitors: { kind: 'everybody' },
    vpc,
    subnets: { subnetType: ec2.SubnetType.PUBLIC },
    hostedZone: HostedZone.fromHostedZoneAttributes(stack, 'Zone', {
      hostedZoneId: 'Z0123456789EXAMPLE',
      zoneName: 'example.org',
    }),
    domainNames: ['code.example.org'],
    capacityUnits: capacityUnits ?? 100,
    servicePort: 8080,
    sandbox: false,
  });
  const { launchTemplate } = new FleetLaunchTemplate(stack, 'Launch', {
    vpc,
    instanceType: instanceType ?? 'c8g.large',
    role: new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }),
    bootScript: '#!/bin/bash',
  });
  new Fleet(stack, 'Fleet', {
    planName: 'guangdong',
    fleetName: 'citizen',
    autoScalingGroupName: 'the-group',
    vpc,
    subnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
    launchTemplate,
    frontDoor,
    bootsAfter: vpc,
    minSize: 2,
    maxSize: 10,
    warmPoolSize: 1,
    timeZone: 'Asia/Shanghai',
    scheduledMinimums: [],
    scaling: SCALING,
    ...changes,
  });
  return Template.fromStack(stack);
}

test('a fleet that keeps no instance ready has no warm pool', () => {
  templateWith({ warmPoolSize: 0 }).resourceCountIs('AWS::AutoScaling::WarmPool', 0);
});

test('a fleet may stand at no instance', () => {
  templateWith({ minSize: 0 }).hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
    MinSize: '0',
    DesiredCapacity: Match.absent(),
  });
});

test('the logical id of a scheduled action follows its name, not its place', () => {
  const action = (name: string) => ({ name, recurrence: '0 6 * * *', minSize: 3 });
  const idsWith = (...names: string[]) =>
    Object.keys(
      templateWith({ scheduledMinimums: names.map(action) }).findResources(
        'AWS::AutoScaling::ScheduledAction',
      ),
    );

  expect(idsWith('morning', 'evening')).toEqual(idsWith('evening', 'morning').reverse());
});

test('fails when two scheduled actions of a fleet share a name', () => {
  const action = { name: 'morning', recurrence: '0 6 * * *', minSize: 3 };

  expect(() => templateWith({ scheduledMinimums: [action, action] })).toThrow('morning');
});

test.each([
  ['c8g.large', 'arm64'],
  ['m7i.large', 'x86_64'],
])('an instance of type %s gets an image for %s', (instanceType, architecture) => {
  const parameters = templateWith({ instanceType }).findParameters('*', {
    Default: Match.stringLikeRegexp(`al2023-.*-${architecture}$`),
  });

  expect(Object.keys(parameters)).toHaveLength(1);
});

test.each([
  ['forecast-only', 'ForecastOnly'],
  ['forecast-and-scale', 'ForecastAndScale'],
] as const)('a plan that asks for %s gets it', (predictiveScaling, Mode) => {
  templateWith({ scaling: { ...SCALING, predictiveScaling } }).hasResourceProperties(
    'AWS::AutoScaling::ScalingPolicy',
    { PredictiveScalingConfiguration: Match.objectLike({ Mode }) },
  );
});

test.each([
  [20, 20 * 60],
  [LONGEST_FORECAST_LEAD_MINUTES, 59 * 60],
  [240, 59 * 60],
])('a lead of %d minutes launches %d s before a forecast', (leadMinutes, SchedulingBufferTime) => {
  // AWS takes less than the 3,600 s of an hour.
  expect(SchedulingBufferTime).toBeLessThan(3600);
  templateWith({ scaling: { ...SCALING, leadMinutes } }).hasResourceProperties(
    'AWS::AutoScaling::ScalingPolicy',
    { PredictiveScalingConfiguration: Match.objectLike({ SchedulingBufferTime }) },
  );
});

test('a share of the time is tracked in percent', () => {
  templateWith({ scaling: { ...SCALING, targetUtilisation: 0.57 } }).hasResourceProperties(
    'AWS::AutoScaling::ScalingPolicy',
    { TargetTrackingConfiguration: Match.objectLike({ TargetValue: 57 }) },
  );
});

test('a fleet follows a metric that its service publishes, under that name and as often', () => {
  const line = metricLine({
    atMs: 0,
    dimensions: { Plan: 'guangdong', Fleet: 'citizen' },
    counts: new RequestTally().take(),
    eventLoopUtilisation: 60,
  });
  const [published] = JSON.parse(line)._aws.CloudWatchMetrics;
  const names = published.Metrics.map(({ Name }: { Name: string }) => Name);

  expect(published.Namespace).toBe(QUICK_METRIC.namespace);
  expect(names).toContain(QUICK_METRIC.metricName);
  expect(published.Dimensions).toEqual([['Plan', 'Fleet']]);
  expect(PUBLISH_SECONDS).toBe(QUICK_METRIC_PERIOD_SECONDS);
});

test('a load balancer that nobody is sent to reserves no capacity units', () => {
  templateWith({ capacityUnits: 0 }).hasResourceProperties(
    'AWS::ElasticLoadBalancingV2::LoadBalancer',
    { MinimumLoadBalancerCapacity: Match.absent() },
  );
});
