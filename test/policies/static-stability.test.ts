import { staticStability } from '../../lib/policies/static-stability';
import type { Assembly } from '../../lib/topology/assembly';
import {
  find,
  findingsOf,
  HERE,
  ofType,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const CHECK = 'AWS::Route53::HealthCheck';
const RECORD = 'AWS::Route53::RecordSet';
const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const ACTION = 'AWS::AutoScaling::ScheduledAction';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const check =
  (prefix: string, change: (config: Record<string, unknown>) => void): Tamper =>
  (resources) =>
    change(find(resources, CHECK, prefix).Properties.HealthCheckConfig);

const SERVING = 'Healthapsoutheast1Serving';
const EVACUATED = 'Healthapsoutheast1EvacuatedBy';
const IN_SERVICE = 'Healthapsoutheast1InService';

/** The record of phones of one region. */
const codeRecord =
  (change: (properties: Record<string, unknown>) => void): Tamper =>
  (resources) =>
    change(find(resources, RECORD, 'Recordsapsoutheast1Code').Properties);

test.each<[string, Tamper, RegExp, string]>([
  [
    'a disabled check',
    check(SERVING, (one) => (one.Disabled = true)),
    /Disabled: .* counts as healthy/,
    SERVING,
  ],
  [
    'a check of a metric',
    check(SERVING, (one) => (one.Type = 'CLOUDWATCH_METRIC')),
    /"CLOUDWATCH_METRIC"/,
    SERVING,
  ],
  [
    'a check of a routing control',
    check(SERVING, (one) => (one.RoutingControlArn = 'a')),
    /another control plane/,
    SERVING,
  ],
  [
    'a check that takes any page for an answer',
    check(EVACUATED, (one) => delete one.SearchString),
    /any page at all/,
    EVACUATED,
  ],
  [
    'a check without SNI',
    check(EVACUATED, (one) => delete one.EnableSNI),
    /chooses its certificate/,
    EVACUATED,
  ],
  [
    'a check without a path',
    check(SERVING, (one) => delete one.ResourcePath),
    /not said what is asked/,
    SERVING,
  ],
  [
    'a slow check',
    check(SERVING, (one) => (one.FailureThreshold = 10)),
    /how fast users leave/,
    SERVING,
  ],
  [
    'a check that leaves its direction open',
    check(EVACUATED, (one) => delete one.Inverted),
    /health or its loss/,
    EVACUATED,
  ],
  ['a turned sum', check(IN_SERVICE, (one) => (one.Inverted = true)), /turned round/, IN_SERVICE],
  [
    'two checker regions',
    check(SERVING, (one) => (one.Regions = ['us-east-1', 'eu-west-1'])),
    /asked from/,
    '',
  ],
  [
    'a record without a check',
    codeRecord((one) => delete one.HealthCheckId),
    /no calculated health check/,
    'Recordsapsoutheast1Code',
  ],
  [
    'a record without an identifier',
    codeRecord((one) => delete one.SetIdentifier),
    /cannot tell it from others/,
    'Recordsapsoutheast1Code',
  ],
  [
    'a record of another zone',
    codeRecord((one) =>
      Object.assign(one, { AliasTarget: { ...(one.AliasTarget as object), HostedZoneId: 'Z1' } }),
    ),
    /names the zone Z1/,
    'Recordsapsoutheast1Code',
  ],
  [
    'an origin with a check',
    (all) => {
      find(all, RECORD, 'Recordsapsoutheast1Origin').Properties.HealthCheckId = {
        Ref: 'Healthapsoutheast1InServiceEE733AF6',
      };
    },
    /no alternative and yet a health check/,
    'Recordsapsoutheast1Origin',
  ],
  [
    'no origin',
    (all) => {
      for (const [id] of ofType(all, RECORD))
        if (id.startsWith('Recordsapnortheast1Origin')) delete all[id];
    },
    /no record ap-northeast-1\.origin\..* leads to/,
    '',
  ],
])('fails on %s, naming it', (_, tamper, what, logicalId) => {
  const [first] = findingsOf(staticStability, tampered(assembly, 'Routing', tamper));
  expect(first).toMatchObject({
    rule: 'kapok-static-stability',
    what: expect.stringMatching(what),
  });
  expect(first?.fix).not.toBe('');
  if (logicalId !== '') expect(first?.logicalId).toMatch(new RegExp(`^${logicalId}`));
});

test.each<[string, Tamper, RegExp]>([
  [
    'a desired capacity',
    (all) => (find(all, GROUP).Properties.DesiredCapacity = '5'),
    /DesiredCapacity: each deployment/,
  ],
  [
    'sizes that a deployment resets',
    (all) => delete find(all, GROUP).UpdatePolicy,
    /falls back to its template's sizes/,
  ],
  [
    'suspended processes',
    (all) =>
      (find(all, GROUP).UpdatePolicy.AutoScalingRollingUpdate = {
        SuspendProcesses: ['ScheduledActions'],
      }),
    /suspends processes/,
  ],
  [
    'an action of no group',
    (all) => (find(all, ACTION).Properties.AutoScalingGroupName = 'other'),
    /changes no group/,
  ],
  [
    'an action without a minimum',
    (all) => delete find(all, ACTION).Properties.MinSize,
    /raises or lowers nothing/,
  ],
  [
    'an action in another zone',
    (all) => (find(all, ACTION).Properties.TimeZone = 'UTC'),
    /another hour/,
  ],
])('fails on %s', (_, tamper, what) => {
  const findings = findingsOf(staticStability, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});

test.each([
  ['route53:ChangeResourceRecordSets', /API of Route 53/],
  ['route53:Change*', /API of Route 53/],
  ['route53:UpdateHealthCheck', /API of Route 53/],
  ['iam:AttachRolePolicy', /identities are changed/],
  ['iam:*', /identities are changed/],
  ['ec2:RunInstances', /launched by hand/],
  ['autoscaling:Suspend*', /schedule can be suspended/],
  ['*', /API of Route 53/],
])('fails on an instance that may call %s', (action, what) => {
  const broken = tampered(assembly, `Region-${HERE}`, (all) => {
    find(all, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement[0].Action = action;
  });
  expect(findingsOf(staticStability, broken)[0]?.what).toMatch(what);
});

test.each(['route53:GetHealthCheckStatus', 'iam:PassRole', 'iam:GetRole', 'dynamodb:*'])(
  'has nothing against an instance that may call %s',
  (action) => {
    const allowed = tampered(assembly, `Region-${HERE}`, (all) => {
      find(all, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement[0].Action = action;
    });
    expect(findingsOf(staticStability, allowed)).toEqual([]);
  },
);

test('fails on a function of a drill that may change records, inline or apart', () => {
  const drill = {
    ...(assembly.stacks[0] as Assembly['stacks'][number]),
    id: `Drill-${HERE}`,
    stackName: `Kapok-guangdong-Drill-${HERE}`,
    template: {
      Resources: {
        Evacuate: {
          Type: 'AWS::IAM::Role',
          Properties: {
            Policies: [
              {
                PolicyDocument: {
                  Statement: {
                    Effect: 'Allow',
                    Action: ['route53:ChangeResourceRecordSets'],
                    Resource: '*',
                  },
                },
              },
            ],
          },
        },
      },
    },
  };
  const [found] = findingsOf(staticStability, {
    ...assembly,
    stacks: [...assembly.stacks, drill],
  });
  expect(found).toMatchObject({ logicalId: 'Evacuate', stackName: drill.stackName });
});
