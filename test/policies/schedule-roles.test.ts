import { staticStability } from '../../lib/policies/static-stability';
import type { Assembly } from '../../lib/topology/assembly';
import {
  find,
  findingsOf,
  findSchedule,
  type LooseResource,
  type LooseResources,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const RAISE = /^934 capacity units/;

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const policyOf = (all: LooseResources): LooseResource['Properties'] =>
  find(all, 'AWS::IAM::Policy', 'SchedulesGuardRole').Properties;

const statementsOf = (all: LooseResources) => policyOf(all).PolicyDocument.Statement;

const trustOf = (all: LooseResources) =>
  find(all, 'AWS::IAM::Role', 'SchedulesGuardRole').Properties.AssumeRolePolicyDocument
    .Statement[0];

test.each<[string, Tamper, RegExp]>([
  [
    'a role that may not make its call',
    (all) => statementsOf(all).shift(),
    /GuardRole\w+ may not call cloudformation:SetStackPolicy on arn:aws:cloudformation/,
  ],
  [
    'a role that may make its call on another stack',
    (all) => (statementsOf(all)[0].Resource = 'arn:aws:cloudformation:r:000000000000:stack/a/b'),
    /may not call cloudformation:SetStackPolicy/,
  ],
  [
    'a role that may make its call on every stack',
    (all) => (statementsOf(all)[0].Resource = '*'),
    /may call cloudformation:SetStackPolicy on \*, which none of its schedules does/,
  ],
  [
    'a role that may make another call',
    (all) => (statementsOf(all)[0].Action = ['cloudformation:SetStackPolicy', 's3:GetObject']),
    /may call s3:GetObject on .*, which none of its schedules does/,
  ],
  [
    'a role that may make any call of the service',
    (all) => (statementsOf(all)[0].Action = 'cloudformation:*'),
    /may call cloudformation:\* on/,
  ],
  [
    'a role that cannot tell of a missed call',
    (all) => statementsOf(all).pop(),
    /may not call sqs:SendMessage/,
  ],
  [
    'a permission that is no longer given to the role',
    (all) => (policyOf(all).Roles = []),
    /may not call cloudformation:SetStackPolicy/,
  ],
  [
    'a permission that is refused',
    (all) => (statementsOf(all)[0].Effect = 'Deny'),
    /may not call cloudformation:SetStackPolicy/,
  ],
  [
    'permissions that stand elsewhere',
    (all) => {
      const role = find(all, 'AWS::IAM::Role', 'SchedulesGuardRole').Properties;
      role.ManagedPolicyArns = ['arn:aws:iam::000000000000:policy/release'];
    },
    /said outside the template, at ManagedPolicyArns/,
  ],
  [
    'a role that somebody else takes',
    (all) => (trustOf(all).Principal.Service = 'lambda.amazonaws.com'),
    /is not open to .* and its group alone/,
  ],
  [
    'a role that schedules of any group take',
    (all) => delete trustOf(all).Condition.StringEquals['aws:SourceArn'],
    /is not open to/,
  ],
  [
    'a role that schedules of any account take',
    (all) => delete trustOf(all).Condition.StringEquals['aws:SourceAccount'],
    /is not open to/,
  ],
  [
    'a schedule outside the group that its role is open to',
    (all) => delete findSchedule(all, RAISE).Properties.GroupName,
    /CitizenReservationsRole\w+ is not open to SchedulesCitizenReservations/,
  ],
  [
    'a schedule of a group that nobody makes',
    (all) => (find(all, 'AWS::Scheduler::ScheduleGroup').Properties.Name = 'other'),
    /belongs to kapok-guangdong, a group that its template does not make/,
  ],
  [
    'a schedule that calls as somebody outside',
    (all) => {
      findSchedule(all, RAISE).Properties.Target.RoleArn = 'arn:aws:iam::000000000000:role/x';
    },
    /calls by no role of the templates/,
  ],
])('fails on %s', (_, tamper, what) => {
  const findings = findingsOf(staticStability, tampered(assembly, `Region-${THERE}`, tamper));
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
});

test('has nothing against roles that are open to their schedules and allowed their calls', () => {
  expect(findingsOf(staticStability, assembly)).toEqual([]);
});
