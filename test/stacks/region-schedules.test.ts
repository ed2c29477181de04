import { CLOSED_POLICY, OPEN_POLICY } from '../../lib/constructs/deploy-guard';
import { capacityFixture } from './capacity-fixture';
import { SynthesizedPlan, type TemplateResource } from './synthesized-plan';

const STACKS = ['Region-ap-southeast-1', 'Region-ap-northeast-1'];
const HOUR = 3600;

let made: SynthesizedPlan;
let quiet: SynthesizedPlan;
let china: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan({}, capacityFixture());
  quiet = new SynthesizedPlan({ traffic: { ...made.plan.traffic, campaigns: [] } });
  china = new SynthesizedPlan({
    partition: 'aws-cn',
    regions: [
      { name: 'cn-north-1', zones: ['cn-north-1a', 'cn-north-1b', 'cn-north-1d'] },
      {
        name: 'cn-northwest-1',
        zones: ['cn-northwest-1a', 'cn-northwest-1b', 'cn-northwest-1c'],
      },
    ],
    fleets: {
      citizen: { ...made.plan.fleets.citizen, instanceType: 'c7g.large' },
      partner: { ...made.plan.fleets.partner, instanceType: 'c7g.large' },
    },
  });
});
afterAll(() => {
  for (const one of [made, quiet, china]) one.remove();
});

describe.each(STACKS)('schedules of %s', (stack) => {
  const schedules = (idPart: string) =>
    made
      .resourceList(stack, 'AWS::Scheduler::Schedule', `Schedules${idPart}`)
      .map(({ Properties }) => Properties);
  const roleStatements = (idPart: string) =>
    made.only(stack, 'AWS::IAM::Policy', `Schedules${idPart}`).Properties.PolicyDocument.Statement;

  test('raise the units of the citizens’ load balancer before a campaign and let them go after it', () => {
    const calls = schedules('CitizenReservations').map((one) => [
      one.ScheduleExpression,
      SynthesizedPlan.text(one.Target.Arn),
      inputOf(one),
      one.Target.RetryPolicy.MaximumEventAgeInSeconds,
    ]);
    const arn =
      'arn:<AWS::Partition>:scheduler:::aws-sdk:elasticloadbalancingv2:modifyCapacityReservation';
    const input = (CapacityUnits: number) => ({
      LoadBalancerArn: expect.stringMatching(/^<CitizenDoorLoadBalancer/),
      MinimumLoadBalancerCapacity: { CapacityUnits },
    });

    expect(calls).toEqual([
      // Until the release is due.
      ['cron(0 1 10 1 ? *)', arn, input(934), 10 * HOUR],
      ['cron(0 11 10 1 ? *)', arn, input(400), 24 * HOUR],
    ]);
    expect(schedules('PartnerReservations')).toEqual([]);
  });

  test('close the stack to releases from lead time to end', () => {
    const calls = schedules('Guard').map((one) => [
      one.ScheduleExpression,
      SynthesizedPlan.text(one.Target.Arn),
      inputOf(one),
      one.Target.RetryPolicy.MaximumEventAgeInSeconds,
    ]);
    const arn = 'arn:<AWS::Partition>:scheduler:::aws-sdk:cloudformation:setStackPolicy';

    expect(calls).toEqual([
      [
        'cron(40 6 10 1 ? *)',
        arn,
        { StackName: '<AWS::StackId>', StackPolicyBody: CLOSED_POLICY },
        // Never past the opening.
        4 * HOUR + 20 * 60,
      ],
      [
        'cron(0 11 10 1 ? *)',
        arn,
        { StackName: '<AWS::StackId>', StackPolicyBody: OPEN_POLICY },
        24 * HOUR,
      ],
    ]);
  });

  test('fire to the minute, in the zone of the plan, and leave what failed in the queue', () => {
    const queue = made.only(stack, 'AWS::SQS::Queue', 'Schedules');
    const [queueId] = Object.keys(made.resources(stack, 'AWS::SQS::Queue'));
    const all = schedules('');

    expect(all).toHaveLength(4);
    for (const one of all) {
      expect(one).toMatchObject({
        FlexibleTimeWindow: { Mode: 'OFF' },
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        State: 'ENABLED',
        GroupName: 'kapok-guangdong',
        Target: {
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': [queueId, 'Arn'] } },
          RetryPolicy: { MaximumRetryAttempts: 185 },
        },
      });
    }
    expect(queue.Properties).toEqual({
      QueueName: 'kapok-guangdong-missed-calls',
      MessageRetentionPeriod: 14 * 24 * HOUR,
      SqsManagedSseEnabled: true,
    });
    const policy = made.only(stack, 'AWS::SQS::QueuePolicy', 'Schedules').Properties;
    expect(policy.PolicyDocument.Statement).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sqs:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    ]);
  });

  test.each([
    ['CitizenReservations', 'elasticloadbalancing:ModifyCapacityReservation', /^<CitizenDoorLoad/],
    ['Guard', 'cloudformation:SetStackPolicy', /^<AWS::StackId>$/],
  ])('of %s may do one thing to one resource', (idPart, action, resource) => {
    const [call, deadLetter, ...others] = roleStatements(idPart);

    expect(others).toEqual([]);
    expect(call).toMatchObject({ Effect: 'Allow', Action: action });
    expect(SynthesizedPlan.text(call.Resource)).toMatch(resource);
    expect(deadLetter).toMatchObject({ Effect: 'Allow', Action: 'sqs:SendMessage' });
    expect(deadLetter.Resource['Fn::GetAtt'][0]).toMatch(/^SchedulesMissedCalls/);
  });

  test('have roles that only this account’s schedules of this group may take', () => {
    const [groupId] = Object.keys(made.resources(stack, 'AWS::Scheduler::ScheduleGroup'));
    const roles = made.resourceList(stack, 'AWS::IAM::Role', 'Schedules');

    expect(roles).toHaveLength(2);
    for (const { Properties } of roles) {
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'scheduler.amazonaws.com' },
          Condition: {
            StringEquals: {
              'aws:SourceAccount': { Ref: 'AWS::AccountId' },
              'aws:SourceArn': { 'Fn::GetAtt': [groupId, 'Arn'] },
            },
          },
        },
      ]);
    }
  });

  test('are a group that is there without a campaign, and empty', () => {
    expect(quiet.only(stack, 'AWS::Scheduler::ScheduleGroup', 'Schedules').Properties.Name).toBe(
      'kapok-guangdong',
    );
    expect(quiet.resources(stack, 'AWS::Scheduler::Schedule')).toEqual({});
    expect(quiet.resourceList(stack, 'AWS::IAM::Role', 'Schedules')).toEqual([]);
  });
});

test('schedules in China are served by the scheduler of their partition', () => {
  const [one] = china.resourceList('Region-cn-north-1', 'AWS::Scheduler::Schedule');
  expect(SynthesizedPlan.text(one?.Properties.Target.Arn)).toMatch(
    /^arn:(<AWS::Partition>|aws-cn):scheduler:::aws-sdk:/,
  );
});

describe('a stack policy', () => {
  test.each([
    ['Deny', CLOSED_POLICY],
    ['Allow', OPEN_POLICY],
  ])('is one statement that says %s to every update', (effect, policy) => {
    expect(JSON.parse(policy)).toEqual({
      Statement: [{ Effect: effect, Action: 'Update:*', Principal: '*', Resource: '*' }],
    });
  });
});

/** The input of a call, with references as `<name>`. */
function inputOf(schedule: TemplateResource['Properties']): unknown {
  return JSON.parse(SynthesizedPlan.text(schedule.Target.Input));
}
