import { staticStability } from '../../lib/policies/static-stability';
import type { Assembly } from '../../lib/topology/assembly';
import {
  find,
  findingsOf,
  HERE,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const GROUP = 'AWS::AutoScaling::AutoScalingGroup';
const ACTION = 'AWS::AutoScaling::ScheduledAction';

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

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
  ['ec2:CreateFleet', /launched by hand/],
  ['autoscaling:SetDesiredCapacity', /launched by resizing the group/],
  ['autoscaling:UpdateAutoScalingGroup', /sizes of the group are changed/],
  ['autoscaling:Suspend*', /schedule can be suspended/],
  ['*', /API of Route 53/],
])('fails on an instance that may call %s', (action, what) => {
  const broken = tampered(assembly, `Region-${HERE}`, (all) => {
    find(all, 'AWS::IAM::Policy', 'CitizenRole').Properties.PolicyDocument.Statement[0].Action =
      action;
  });
  expect(findingsOf(staticStability, broken)[0]?.what).toMatch(what);
});

test.each(['route53:GetHealthCheckStatus', 'iam:PassRole', 'iam:GetRole', 'dynamodb:*'])(
  'has nothing against an instance that may call %s',
  (action) => {
    const allowed = tampered(assembly, `Region-${HERE}`, (all) => {
      find(all, 'AWS::IAM::Policy', 'CitizenRole').Properties.PolicyDocument.Statement[0].Action =
        action;
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
