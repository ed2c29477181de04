import { join } from 'node:path';
import { readAssembly } from '../../lib/topology/assembly';
import { readTopology } from '../../lib/topology/read-topology';
import { standingRegionsOf } from '../../lib/topology/standing-fleets';
import {
  assetHash,
  type HandMadeStack,
  removeAssemblies,
  writeAssembly,
} from './hand-made-assembly';
import { BUNDLE, type HandMadeRegionOptions, handMadeRegion } from './hand-made-region';

afterAll(removeAssemblies);

const REGION_STACK = 'Kapok-test-Region-ap-southeast-1';

function routing(record: object = {}, check: object = {}): HandMadeStack {
  const dns = { StackName: REGION_STACK, Region: 'ap-southeast-1', OutputName: 'Dns' };
  const alias = {
    DNSName: { 'Fn::Join': ['', ['dualstack.', { 'Fn::GetStackOutput': dns }]] },
    EvaluateTargetHealth: true,
    HostedZoneId: 'Z1',
  };
  const recordSet = (Properties: object) => ({ Type: 'AWS::Route53::RecordSet', Properties });
  const checkOf = (HealthCheckConfig: object) => ({
    Type: 'AWS::Route53::HealthCheck',
    Properties: { HealthCheckConfig },
  });
  return {
    id: 'Routing',
    region: 'us-east-1',
    template: {
      Resources: {
        Serving: checkOf({
          Type: 'HTTPS_STR_MATCH',
          FullyQualifiedDomainName: 'Here.origin.example.org.',
          ResourcePath: '/regional-health',
          SearchString: 'KAPOK-SERVING here',
          RequestInterval: 10,
          ...check,
        }),
        InService: checkOf({
          Type: 'CALCULATED',
          ChildHealthChecks: [{ Ref: 'Serving' }],
          HealthThreshold: 1,
          Inverted: true,
        }),
        Code: recordSet({
          Name: 'Code.example.org.',
          Type: 'A',
          SetIdentifier: 'here',
          Weight: 100,
          HealthCheckId: { Ref: 'InService' },
          AliasTarget: alias,
          ...record,
        }),
        Origin: recordSet({ Name: 'here.origin.example.org', Type: 'A', AliasTarget: alias }),
        Text: recordSet({ Name: 'example.org', Type: 'TXT', ResourceRecords: ['"x"'] }),
      },
    },
  };
}

function region(options: HandMadeRegionOptions = {}): HandMadeStack {
  const stack = handMadeRegion(options);
  const Outputs = { Dns: { Value: { 'Fn::GetAtt': ['Lb', 'DNSName'] } } };
  return { ...stack, template: { ...stack.template, Outputs } };
}

const data: HandMadeStack = {
  id: 'Data',
  region: 'ap-southeast-1',
  assets: { [assetHash('f0')]: ['index.js'], [assetHash('f1')]: ['framework.js'] },
  template: {
    Resources: {
      Facts: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          TableName: 'kapok-test-facts',
          KeySchema: [
            { AttributeName: 'person', KeyType: 'HASH' },
            { AttributeName: 'fact', KeyType: 'RANGE' },
          ],
          Replicas: [{ Region: 'ap-southeast-1' }, { Region: 'ap-northeast-1' }],
        },
      },
      Pepper: {
        Type: 'AWS::SecretsManager::Secret',
        Properties: {
          Name: 'kapok-test-pepper',
          ReplicaRegions: [{ Region: 'ap-northeast-1' }],
        },
      },
      Maker: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: 'assets', S3Key: `${assetHash('f0')}.zip` },
          Handler: 'index.handler',
          Environment: { Variables: { KAPOK_PEPPER_SECRET: 'kapok-test-pepper' } },
        },
      },
      Framework: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: 'assets', S3Key: `${assetHash('f1')}.zip` },
          Handler: 'framework.onEvent',
          Environment: {
            Variables: { USER_ON_EVENT_FUNCTION_ARN: { 'Fn::GetAtt': ['Maker', 'Arn'] } },
          },
        },
      },
      Filled: {
        Type: 'Custom::CredentialSecrets',
        Properties: {
          ServiceToken: { 'Fn::GetAtt': ['Framework', 'Arn'] },
          Count: 2,
          Names: ['a', { Ref: 'AWS::Region' }],
        },
      },
      AutoDelete: {
        Type: 'Custom::S3AutoDeleteObjects',
        Properties: { ServiceToken: { 'Fn::GetAtt': ['Maker', 'Arn'] } },
      },
    },
  },
};

test('reads a fleet with its load balancer, schedule and service', () => {
  const actions = [{ recurrence: '40 6 * * 1-5', minSize: 9 }];
  const directory = writeAssembly([region({ actions }), routing()]);
  expect(readTopology(directory).regions).toEqual([
    {
      region: 'ap-southeast-1',
      stackName: REGION_STACK,
      fleets: [
        {
          name: 'citizen',
          autoScalingGroupId: 'Group',
          instanceType: 'c8g.large',
          zones: ['ap-southeast-1a', 'ap-southeast-1c'],
          minSize: 4,
          maxSize: 40,
          scheduledActions: [
            {
              logicalId: 'Action0',
              recurrence: '40 6 * * 1-5',
              timeZone: 'Asia/Shanghai',
              minSize: 9,
            },
          ],
          targetRequestsPerSecondPerInstance: 100,
          userShare: { kind: 'weighted', weight: 100 },
          choosingRecords: [
            {
              stackName: 'Kapok-test-Routing',
              logicalId: 'Code',
              name: 'code.example.org',
              type: 'A',
              hasHealthCheck: true,
              evaluateTargetHealth: true,
            },
          ],
          loadBalancer: {
            id: 'Region-ap-southeast-1.Lb',
            listenerPort: 443,
            protocol: 'HTTPS',
            certificateNames: ['code.example.org', 'here.origin.example.org'],
            targetHealthCheck: {
              path: '/healthz',
              intervalSec: 10,
              timeoutSec: 5,
              healthyThreshold: 5,
              unhealthyThreshold: 2,
            },
            dnsThreshold: { targets: 1, percent: 0 },
            routingThreshold: { targets: 1, percent: 50 },
            deregistrationDelaySec: 60,
          },
          service: {
            bundleDirectory: join(directory, `asset.${BUNDLE}`),
            entry: 'main.js',
            environment: {
              KAPOK_REGION: 'ap-southeast-1',
              KAPOK_CHANNELS: 'one,two',
              PORT: '8080',
            },
            port: 8080,
          },
        },
      ],
    },
  ]);
});

test('reads health checks and records, with aliases resolved across stacks', () => {
  expect(readTopology(writeAssembly([region(), routing()])).routing).toEqual({
    zoneName: 'example.org',
    healthChecks: [
      {
        kind: 'endpoint',
        id: 'Routing.Serving',
        type: 'HTTPS_STR_MATCH',
        domainName: 'here.origin.example.org',
        port: 443,
        path: '/regional-health',
        searchString: 'KAPOK-SERVING here',
        intervalSec: 10,
        failureThreshold: 3,
        inverted: false,
        disabled: false,
      },
      {
        kind: 'calculated',
        id: 'Routing.InService',
        childIds: ['Routing.Serving'],
        healthThreshold: 1,
        inverted: true,
        disabled: false,
      },
    ],
    records: [
      {
        name: 'code.example.org',
        type: 'A',
        policy: { kind: 'weighted', setIdentifier: 'here', weight: 100 },
        healthCheckId: 'Routing.InService',
        target: { kind: 'load-balancer', loadBalancerId: 'Region-ap-southeast-1.Lb' },
        evaluateTargetHealth: true,
      },
      {
        name: 'here.origin.example.org',
        type: 'A',
        policy: { kind: 'simple' },
        target: { kind: 'load-balancer', loadBalancerId: 'Region-ap-southeast-1.Lb' },
        evaluateTargetHealth: true,
      },
    ],
  });
});

test('reads latency records', () => {
  const record = { Weight: undefined, Region: 'ap-southeast-1' };
  const topology = readTopology(writeAssembly([region(), routing(record)]));
  expect(topology.routing.records[0]?.policy).toEqual({
    kind: 'latency',
    setIdentifier: 'here',
    region: 'ap-southeast-1',
  });
  expect(topology.regions[0]?.fleets[0]?.userShare).toEqual({ kind: 'latency' });
});

test('reads failover records, and an alias to a record as the name of that record', () => {
  const primary = { Weight: undefined, SetIdentifier: 'here', Failover: 'PRIMARY' };
  const stack = routing(primary);
  const { Resources } = stack.template as { Resources: Record<string, object> };
  Resources.Second = {
    Type: 'AWS::Route53::RecordSet',
    Properties: {
      Name: 'Code.example.org.',
      Type: 'A',
      SetIdentifier: 'standby',
      Failover: 'SECONDARY',
      AliasTarget: { DNSName: { Ref: 'Origin' }, EvaluateTargetHealth: true, HostedZoneId: 'Z1' },
    },
  };
  const { routing: read, regions } = readTopology(writeAssembly([region(), stack]));

  expect(read.records.map(({ policy }) => policy)).toEqual([
    { kind: 'failover', setIdentifier: 'here', role: 'primary' },
    { kind: 'simple' },
    { kind: 'failover', setIdentifier: 'standby', role: 'secondary' },
  ]);
  expect(read.records[2]?.target).toEqual({ kind: 'record', name: 'here.origin.example.org' });
  expect(regions[0]?.fleets[0]?.userShare).toEqual({ kind: 'primary' });
});

test('fails on a conditional record, naming it', () => {
  const conditional = routing();
  const { Resources } = conditional.template as { Resources: Record<string, object> };
  Resources.Code = { ...Resources.Code, Condition: 'Some' };
  expect(() => standingRegionsOf(readAssembly(writeAssembly([region(), conditional])))).toThrow(
    expect.objectContaining({ got: 'Condition Some', message: expect.stringMatching(/Code/) }),
  );
});

test('reads tables, secrets and the function a custom resource calls', () => {
  const directory = writeAssembly([data]);
  const topology = readTopology(directory);
  expect(topology.tables).toEqual([
    {
      role: 'facts',
      tableName: 'kapok-test-facts',
      partitionKey: 'person',
      sortKey: 'fact',
      replicaRegions: ['ap-southeast-1', 'ap-northeast-1'],
      consistency: 'eventual',
    },
  ]);
  expect(topology.secrets).toEqual([
    {
      secretName: 'kapok-test-pepper',
      primaryRegion: 'ap-southeast-1',
      replicaRegions: ['ap-northeast-1'],
    },
  ]);
  expect(topology.deployFunctions).toEqual([
    {
      logicalId: 'Maker',
      region: 'ap-southeast-1',
      bundleDirectory: join(directory, `asset.${assetHash('f0')}`),
      handler: 'index.handler',
      environment: { KAPOK_PEPPER_SECRET: 'kapok-test-pepper' },
      resourceProperties: { Count: '2', Names: '["a","ap-southeast-1"]' },
    },
  ]);
});

test('reads capacity without the bundle being there', () => {
  const { assets, ...withoutBundle } = region();
  const directory = writeAssembly([withoutBundle, routing()]);
  expect(standingRegionsOf(readAssembly(directory))[0]?.fleets[0]).toMatchObject({
    minSize: 4,
    maxSize: 40,
  });
  expect(() => readTopology(directory)).toThrow(expect.objectContaining({ got: `${BUNDLE}.zip` }));
});

const action = (Properties: object) => ({
  Broken: {
    Type: 'AWS::AutoScaling::ScheduledAction',
    Properties: { AutoScalingGroupName: { Ref: 'Group' }, MinSize: 1, ...Properties },
  },
});

test.each<[string, HandMadeRegionOptions, RegExp]>([
  ['a script without an environment', { script: 'ExecStart=/opt/main.js' }, /Launch.*UserData/],
  [
    'an action that ends',
    { extra: action({ EndTime: '2027-01-01T00:00:00Z' }) },
    /Broken.*EndTime/,
  ],
  ['a conditional group', { condition: 'Group' }, /Group/],
  ['a conditional launch template', { condition: 'Launch' }, /Launch/],
  ['a conditional scaling policy', { condition: 'Policy' }, /Policy/],
  [
    'a conditional action',
    { actions: [{ recurrence: '0 7 * * *', minSize: 9 }], condition: 'Action0' },
    /Action0/,
  ],
  ['an action that never recurs', { extra: action({}) }, /Broken/],
  ['a minimum that is no number', { minSize: 'many' }, /Group.*MinSize/],
  ['a target port nobody listens on', { targetPort: 9090 }, /Tg.*Port/],
  ['a group without a target', { extra: { Policy: undefined } }, /Group/],
])('fails on %s, naming the resource', (_, options, place) => {
  expect(() => readTopology(writeAssembly([region(options), routing()]))).toThrow(
    expect.objectContaining({
      code: 'KAPOK_TOPOLOGY_TEMPLATE',
      exitCode: 3,
      message: expect.stringMatching(place),
    }),
  );
});

test.each<[string, object, object, RegExp]>([
  ['a record to no load balancer', { AliasTarget: { DNSName: 'other.org' } }, {}, /Code/],
  [
    'a failover record of no known role',
    { Failover: 'TERTIARY', Weight: undefined },
    {},
    /Code.*Failover/,
  ],
  ['a record by place', { GeoLocation: { CountryCode: 'CN' } }, {}, /Code.*GeoLocation/],
  ['an alias to a check', { AliasTarget: { DNSName: { Ref: 'Serving' } } }, {}, /Code.*DNSName/],
  ['a check of a kind Kapok does not use', {}, { Type: 'CLOUDWATCH_METRIC' }, /Serving/],
  ['an interval Route 53 does not have', {}, { RequestInterval: 20 }, /Serving/],
])('fails on %s, naming the resource', (_, record, check, place) => {
  expect(() => readTopology(writeAssembly([region(), routing(record, check)]))).toThrow(
    expect.objectContaining({ message: expect.stringMatching(place) }),
  );
});
