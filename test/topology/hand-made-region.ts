import { assetHash, type HandMadeStack } from './hand-made-assembly';

/** Hash of the bundle that the hand-made fleets run. */
export const BUNDLE = assetHash('b0');

/** Parts of a hand-made region that tests change. */
export interface HandMadeRegionOptions {
  readonly region?: string;
  readonly minSize?: string;
  readonly actions?: readonly { readonly recurrence: string; readonly minSize: number }[];
  readonly script?: string;
  readonly targetPort?: number;
  readonly extra?: object;
  /** Logical id of a resource that hangs on a condition. */
  readonly condition?: string;
}

const SCRIPT = `#!/bin/bash
aws s3 cp 's3://assets/${BUNDLE}.zip' /tmp/kapok.zip
cat > /etc/kapok/service.env <<'ENV'
KAPOK_REGION=\${Region}
KAPOK_CHANNELS="one,two"
PORT=8080
ENV
cat > /etc/systemd/system/kapok.service <<'UNIT'
[Service]
EnvironmentFile=/etc/kapok/service.env
ExecStart=/usr/bin/node-24 /opt/kapok/main.js
UNIT
`;

/** A region stack with one citizen fleet in two zones, as small as the reader accepts. */
export function handMadeRegion(options: HandMadeRegionOptions = {}): HandMadeStack {
  const { region = 'ap-southeast-1', script = SCRIPT, extra = {} } = options;
  const Resources: Record<string, object> = {
    ...network(),
    ...frontDoor(options.targetPort ?? 8080),
    ...fleet(options, script),
    ...extra,
  };
  const { condition } = options;
  if (condition !== undefined)
    Resources[condition] = { ...Resources[condition], Condition: 'Some' };
  return {
    id: `Region-${region}`,
    region,
    template: { Resources },
    assets: { [BUNDLE]: ['main.js'] },
  };
}

function network() {
  const subnet = (letter: string) => ({
    Type: 'AWS::EC2::Subnet',
    Properties: { AvailabilityZone: { 'Fn::Sub': `\${AWS::Region}${letter}` } },
  });
  return { SubnetA: subnet('a'), SubnetC: subnet('c') };
}

function frontDoor(Port: number) {
  const prefix = 'AWS::ElasticLoadBalancingV2::';
  return {
    Lb: { Type: `${prefix}LoadBalancer` },
    Cert: {
      Type: 'AWS::CertificateManager::Certificate',
      Properties: {
        DomainName: 'code.example.org',
        SubjectAlternativeNames: ['Here.Origin.example.org'],
      },
    },
    Tg: {
      Type: `${prefix}TargetGroup`,
      Properties: {
        Port,
        HealthCheckPath: '/healthz',
        HealthCheckIntervalSeconds: 10,
        TargetGroupAttributes: [
          { Key: 'stickiness.enabled', Value: 'false' },
          { Key: 'deregistration_delay.timeout_seconds', Value: '60' },
          {
            Key: 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
            Value: '50',
          },
        ],
      },
    },
    Redirect: {
      Type: `${prefix}Listener`,
      Properties: {
        LoadBalancerArn: { Ref: 'Lb' },
        Port: 80,
        Protocol: 'HTTP',
        DefaultActions: [{ Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } }],
      },
    },
    Listener: {
      Type: `${prefix}Listener`,
      Properties: {
        LoadBalancerArn: { Ref: 'Lb' },
        Port: 443,
        Protocol: 'HTTPS',
        Certificates: [{ CertificateArn: { Ref: 'Cert' } }],
        DefaultActions: [{ Type: 'forward', TargetGroupArn: { Ref: 'Tg' } }],
      },
    },
  };
}

function fleet({ minSize = '4', actions = [] }: HandMadeRegionOptions, script: string) {
  const AutoScalingGroupName = { Ref: 'Group' };
  const scheduled = actions.map(({ recurrence, minSize: MinSize }, index) => [
    `Action${index}`,
    {
      Type: 'AWS::AutoScaling::ScheduledAction',
      Properties: {
        AutoScalingGroupName,
        Recurrence: recurrence,
        TimeZone: 'Asia/Shanghai',
        MinSize,
      },
    },
  ]);
  return {
    Launch: {
      Type: 'AWS::EC2::LaunchTemplate',
      Properties: {
        LaunchTemplateData: {
          InstanceType: 'c8g.large',
          UserData: { 'Fn::Base64': { 'Fn::Sub': [script, { Region: { Ref: 'AWS::Region' } }] } },
        },
      },
    },
    Group: {
      Type: 'AWS::AutoScaling::AutoScalingGroup',
      Properties: {
        MinSize: minSize,
        MaxSize: '40',
        Tags: [{ Key: 'kapok:fleet', PropagateAtLaunch: true, Value: 'citizen' }],
        LaunchTemplate: { LaunchTemplateId: { Ref: 'Launch' } },
        TargetGroupARNs: [{ Ref: 'Tg' }],
        VPCZoneIdentifier: [{ Ref: 'SubnetA' }, { Ref: 'SubnetC' }],
      },
    },
    Untagged: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: '1' } },
    Policy: {
      Type: 'AWS::AutoScaling::ScalingPolicy',
      Properties: {
        AutoScalingGroupName,
        TargetTrackingConfiguration: {
          TargetValue: 6000,
          PredefinedMetricSpecification: { PredefinedMetricType: 'ALBRequestCountPerTarget' },
        },
      },
    },
    ...Object.fromEntries(scheduled),
  };
}
