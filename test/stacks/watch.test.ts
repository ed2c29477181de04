import { DRILL_HISTORY_KEY } from '../../lib/constructs/drill-age';
import { DRILL_HISTORY_TOPIC } from '../../lib/drill/drill-history';
import { planFixture, THIRD_REGION } from './plan-fixture';
import { SynthesizedPlan } from './synthesized-plan';

const HERE = 'ap-southeast-1';
const REGION = `Region-${HERE}`;
const DRILL = `Drill-${HERE}`;
const FUNCTION = 'AWS::Lambda::Function';
const TOPIC = 'AWS::SNS::Topic';

const all: SynthesizedPlan[] = [];
function synthesizePlan(...options: ConstructorParameters<typeof SynthesizedPlan>) {
  const plan = new SynthesizedPlan(...options);
  all.push(plan);
  return plan;
}
let made: SynthesizedPlan;
beforeAll(() => {
  made = synthesizePlan({ alarmEmails: ['on-call@example.org', 'owner@example.org'] });
});
afterAll(() => {
  for (const plan of all) plan.remove();
});

function chinese(): SynthesizedPlan {
  const zones = (name: string) => ['a', 'b', 'd'].map((letter) => `${name}${letter}`);
  const regions = ['cn-north-1', 'cn-northwest-1'].map((name) => ({ name, zones: zones(name) }));
  return synthesizePlan({ partition: 'aws-cn', regions });
}

describe.each([REGION, 'Routing'])('topic of %s', (stack) => {
  test('is published to over TLS, and by the alarms of the account', () => {
    const { PolicyDocument } = made.only(stack, 'AWS::SNS::TopicPolicy').Properties;

    // What rules may tell the topics of regions is tested with those rules.
    expect(PolicyDocument.Statement.slice(0, 2)).toEqual([
      expect.objectContaining({
        Effect: 'Deny',
        Action: 'sns:Publish',
        Principal: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
      expect.objectContaining({
        Effect: 'Allow',
        Action: 'sns:Publish',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Condition: {
          StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
          ArnLike: { 'aws:SourceArn': expect.anything() },
        },
      }),
    ]);
    const [, publish] = PolicyDocument.Statement;
    expect(SynthesizedPlan.text(publish.Condition.ArnLike['aws:SourceArn'])).toMatch(
      /^arn:aws:cloudwatch:[a-z0-9-]+:<AWS::AccountId>:alarm:kapok-guangdong-\*$/,
    );
  });

  test('tells every address of the plan', () => {
    const subscriptions = made.resourceList(stack, 'AWS::SNS::Subscription');

    expect(
      subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint]),
    ).toEqual([
      ['email', 'on-call@example.org'],
      ['email', 'owner@example.org'],
    ]);
  });
});

test("a region's topic has the name others know and the region's own key", () => {
  const { TopicName, KmsMasterKeyId } = made.only(REGION, TOPIC).Properties;

  expect(TopicName).toBe('kapok-guangdong-alarms');
  expect(SynthesizedPlan.text(KmsMasterKeyId)).toBe(
    `arn:aws:kms:${HERE}:<AWS::AccountId>:alias/kapok-guangdong`,
  );
});

test('where only the routing is watched, the topic has a key that alarms may use', () => {
  const { TopicName, KmsMasterKeyId } = made.only('Routing', TOPIC).Properties;
  const [id, key] = Object.entries(made.resources('Routing', 'AWS::KMS::Key'))[0] ?? [];

  expect(TopicName).toBe('kapok-guangdong-routing-alarms');
  expect(KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [id, 'Arn'] });
  expect(key?.Properties.EnableKeyRotation).toBe(true);
  expect(key?.Properties.KeyPolicy.Statement).toContainEqual(
    expect.objectContaining({
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
    }),
  );
});

test('where the application runs as well, the routing tells its topic and makes none', () => {
  const plan = chinese();
  const [alarm] = plan.resourceList('Routing', 'AWS::CloudWatch::Alarm');

  expect(plan.resources('Routing', TOPIC)).toEqual({});
  expect(plan.resources('Routing', 'AWS::KMS::Key')).toEqual({});
  expect(alarm?.Properties.AlarmActions.map(SynthesizedPlan.text)).toEqual([
    'arn:aws-cn:sns:cn-northwest-1:<AWS::AccountId>:kapok-guangdong-alarms',
  ]);
});

function logicalIdOf(stack: string, type: string, prefix: string): string {
  const ids = Object.keys(made.resources(stack, type)).filter((id) => id.startsWith(prefix));
  expect(ids).toHaveLength(1);
  return String(ids[0]);
}

/** What a function may do: `action on resource`, without its log. */
function permissions(stack: string, prefix: string): string[] {
  const { PolicyDocument } = made.only(stack, 'AWS::IAM::Policy', prefix).Properties;
  return PolicyDocument.Statement.flatMap(
    ({ Action, Resource }: { Action: string | string[]; Resource: unknown }) =>
      [Action].flat().map((action) => `${action} on ${SynthesizedPlan.text(Resource)}`),
  ).filter((line: string) => !line.startsWith('logs:'));
}

describe.each([
  [REGION, 'WatchSchedule', 'schedule-watch', 'rate(5 minutes)', 60],
  [DRILL, 'WatchChannels', 'channel-canary', 'rate(1 minute)', 20],
  [DRILL, 'WatchDrillAge', 'drill-age', 'rate(1 hour)', 30],
])('%s %s', (stack, prefix, name, rate, timeout) => {
  test('runs by the clock, once, and not in the network it watches', () => {
    const { Properties } = made.only(stack, FUNCTION, prefix);
    const rule = made.only(stack, 'AWS::Events::Rule', prefix).Properties;

    expect(Properties).toMatchObject({
      FunctionName: `kapok-guangdong-${name}`,
      Architectures: ['arm64'],
      Runtime: 'nodejs24.x',
      Timeout: timeout,
    });
    expect(Properties.VpcConfig).toBeUndefined();
    expect(Properties.ReservedConcurrentExecutions).toBeUndefined();
    expect(rule).toMatchObject({ ScheduleExpression: rate, State: 'ENABLED' });
    expect(rule.Targets[0].Arn['Fn::GetAtt'][0]).toBe(logicalIdOf(stack, FUNCTION, prefix));
    expect(made.only(stack, 'AWS::Lambda::Permission', prefix).Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [logicalIdOf(stack, 'AWS::Events::Rule', prefix), 'Arn'] },
    });
    expect(rule.Targets[0].RetryPolicy).toEqual({ MaximumRetryAttempts: 0 });
    expect(
      made.only(stack, 'AWS::Lambda::EventInvokeConfig', prefix).Properties.MaximumRetryAttempts,
    ).toBe(0);
  });

  test('writes to a log of its own that does not grow for ever', () => {
    const { LoggingConfig } = made.only(stack, FUNCTION, prefix).Properties;
    const role = made.only(stack, 'AWS::IAM::Role', prefix).Properties;

    expect(made.only(stack, 'AWS::Logs::LogGroup', prefix).Properties.RetentionInDays).toBe(30);
    expect(LoggingConfig).toEqual({
      LogGroup: { Ref: logicalIdOf(stack, 'AWS::Logs::LogGroup', prefix) },
    });
    expect(role.ManagedPolicyArns).toBeUndefined();
  });
});

test('the canary may do nothing but ask and write its log', () => {
  expect(permissions(DRILL, 'WatchChannels')).toEqual([]);
});

test('the schedule watch reads groups and schedules, and changes nothing', () => {
  expect(permissions(REGION, 'WatchSchedule')).toEqual([
    'autoscaling:DescribeAutoScalingGroups on *',
    'autoscaling:DescribeScheduledActions on *',
  ]);
});

test('the drill age reads the history of drills and nothing else of the table', () => {
  const { PolicyDocument } = made.only(DRILL, 'AWS::IAM::Policy', 'WatchDrillAge').Properties;
  const query = PolicyDocument.Statement.find(
    ({ Action }: { Action: unknown }) => Action === 'dynamodb:Query',
  );

  expect(permissions(DRILL, 'WatchDrillAge')).toEqual([
    `dynamodb:Query on arn:aws:dynamodb:${HERE}:<AWS::AccountId>:table/kapok-guangdong-control`,
    `kms:Decrypt on arn:aws:kms:${HERE}:<AWS::AccountId>:key/*`,
  ]);
  expect(query.Condition).toEqual({
    'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [DRILL_HISTORY_TOPIC] },
  });
  expect(DRILL_HISTORY_KEY).toBe(DRILL_HISTORY_TOPIC);
});

test('the functions are told what to watch', () => {
  const environment = (stack: string, prefix: string) =>
    made.only(stack, FUNCTION, prefix).Properties.Environment.Variables;

  expect(environment(REGION, 'WatchSchedule')).toMatchObject({
    KAPOK_PLAN: 'guangdong',
    KAPOK_GROUPS: 'citizen=kapok-guangdong-citizen,partner=kapok-guangdong-partner',
  });
  expect(environment(DRILL, 'WatchChannels')).toMatchObject({
    KAPOK_PLAN: 'guangdong',
    KAPOK_CHANNELS: 'yueshengshi,alipay',
    KAPOK_TARGETS: 'ap-northeast-1=ap-northeast-1.origin.code.example.org',
  });
  expect(environment(DRILL, 'WatchDrillAge')).toMatchObject({
    KAPOK_PLAN: 'guangdong',
    KAPOK_CONTROL_TABLE: 'kapok-guangdong-control',
  });
});

test('each of three regions watches the two others and not itself', () => {
  const plan = synthesizePlan({ regions: [...planFixture().regions, THIRD_REGION] });
  const { KAPOK_TARGETS } = plan.only(DRILL, FUNCTION, 'WatchChannels').Properties.Environment
    .Variables;
  const evacuated = plan
    .resourceList('Routing', 'AWS::CloudWatch::Alarm')
    .filter(({ Properties }) => Properties.AlarmName.includes('region-evacuated'));

  expect(KAPOK_TARGETS.split(',').map((pair: string) => pair.split('=')[0])).toEqual([
    'ap-northeast-1',
    'ap-northeast-2',
  ]);
  for (const { Properties } of evacuated) {
    expect(Properties.Metrics[0].Expression).toBe('MIN([peer0, peer1])');
  }
});

test('replicas that agree before they answer have no lag to watch', () => {
  // Strong consistency exists among these regions only.
  const plan = synthesizePlan({
    regions: [...planFixture().regions.slice(1), THIRD_REGION],
    data: { consistency: 'strong', witness: 'ap-northeast-3' },
  });
  const names = plan
    .resourceList('Drill-ap-northeast-1', 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => Properties.AlarmName);

  expect(names.filter((name) => name.includes('replication'))).toEqual([]);
  expect(names).toContain('kapok-guangdong-drill-overdue');
});

test('a fleet that waits without instances has none to miss', () => {
  const plan = synthesizePlan({ strategy: 'pilot-light' });
  const few = (stack: string) =>
    plan
      .resourceList(stack, 'AWS::CloudWatch::Alarm')
      .filter(({ Properties }) => Properties.AlarmName.includes('few-healthy-targets'));

  expect(few(REGION)).toHaveLength(2);
  expect(few('Region-ap-northeast-1')).toEqual([]);
});

test('a region that is alone is watched by nobody else', () => {
  const plan = synthesizePlan({ strategy: 'backup-restore' });

  expect(plan.stackIds().filter((id) => id.startsWith('Drill'))).toEqual([]);
});
