import { ALARM_CATALOGUE } from '../../lib/constructs/alarms/catalogue';
import { type AlarmView, alarmsOf, findAlarm, metricOf } from './alarm-view';
import { SynthesizedPlan } from './synthesized-plan';

const HERE = 'ap-southeast-1';
const PEER = 'ap-northeast-1';
const REGION = `Region-${HERE}`;
const DRILL = `Drill-${HERE}`;
const DATA = 'Data';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

/** `[stack, name after the plan's, metric, condition, values looked at, without data]` */
type Row = readonly [string, string, string, string, string, string];

const SHARE = 'FILL(part, 0) / whole';
const EXTRA = '(FILL(whole, 0) + FILL(part, 0))';
const ASKED = '(FILL(requests, 0) + FILL(balancer, 0))';
const CITIZEN = 'Fleet=citizen,Plan=guangdong';
const LOAD_BALANCER = 'AWS/ApplicationELB';
const TARGETS = 'LoadBalancer=<reference>,TargetGroup=<reference>';

const ROWS: readonly Row[] = [
  [
    REGION,
    'channel-availability-alipay',
    `IF(FILL(part, 0) >= 5, ${SHARE}, 0); part: Kapok Failures Channel=alipay,${CITIZEN} Sum 60s; whole: Kapok Requests Channel=alipay,${CITIZEN} Sum 60s`,
    '> 0.001',
    '3 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'channel-latency-alipay',
    `Kapok Latency Channel=alipay,${CITIZEN} p99 60s`,
    '> 1000',
    '3 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'shedding-citizen',
    `IF(whole >= 100, ${SHARE}, 0); part: Kapok Shed ${CITIZEN} Sum 60s; whole: Kapok Requests ${CITIZEN} Sum 60s`,
    '> 0.01',
    '3 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'service-degraded-citizen',
    `Kapok ServiceLevel ${CITIZEN} Average 60s`,
    '>= 3',
    '5 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'batch-quarantined-partner',
    'Kapok Quarantined Fleet=partner,Plan=guangdong Sum 60s',
    '>= 1',
    '1 of 60',
    'notBreaching',
  ],
  [
    REGION,
    'unhealthy-targets-citizen',
    `${LOAD_BALANCER} UnHealthyHostCount ${TARGETS} Maximum 60s`,
    '> 0',
    '12 of 12',
    'notBreaching',
  ],
  [
    REGION,
    'release-unhealthy-hosts-partner',
    `${LOAD_BALANCER} UnHealthyHostCount ${TARGETS} Maximum 60s`,
    '> 0',
    '2 of 3',
    'notBreaching',
  ],
  [
    REGION,
    'release-failures-citizen',
    `IF(${ASKED} >= 100, 100 * (FILL(instances, 0) + FILL(balancer, 0)) / ${ASKED}, 0); balancer: ${LOAD_BALANCER} HTTPCode_ELB_5XX_Count LoadBalancer=<reference> Sum 60s; instances: ${LOAD_BALANCER} HTTPCode_Target_5XX_Count LoadBalancer=<reference> Sum 60s; requests: ${LOAD_BALANCER} RequestCount LoadBalancer=<reference> Sum 60s`,
    '> 1',
    '2 of 3',
    'notBreaching',
  ],
  [
    REGION,
    'fleet-silent-partner',
    'Kapok Requests Fleet=partner,Plan=guangdong SampleCount 60s',
    '< 1',
    '5 of 5',
    'breaching',
  ],
  [
    DATA,
    'rotation-failed',
    'AWS/Lambda Errors FunctionName=<reference> Sum 3600s',
    '> 0',
    '1 of 24',
    'notBreaching',
  ],
  [
    REGION,
    'load-balancer-errors-citizen',
    `IF(${EXTRA} >= 1000, FILL(part, 0) / ${EXTRA}, 0); part: ${LOAD_BALANCER} HTTPCode_ELB_5XX_Count LoadBalancer=<reference> Sum 60s; whole: ${LOAD_BALANCER} RequestCount LoadBalancer=<reference> Sum 60s`,
    '> 0.001',
    '3 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'capacity-under-floor-partner',
    'standing - minimum; minimum: AWS/AutoScaling GroupMinSize AutoScalingGroupName=kapok-guangdong-partner Minimum 60s; standing: AWS/AutoScaling GroupInServiceInstances AutoScalingGroupName=kapok-guangdong-partner Minimum 60s',
    '< 0',
    '8 of 8',
    'breaching',
  ],
  [
    REGION,
    'schedule-missed-partner',
    'Kapok ScheduledMinimumMissed Fleet=partner,Plan=guangdong Maximum 300s',
    '> 0',
    '1 of 3',
    'breaching',
  ],
  [
    REGION,
    'calendar-call-failed',
    'FILL(dropped, 0) + FILL(undelivered, 0); dropped: AWS/Scheduler InvocationDroppedCount ScheduleGroup=kapok-guangdong Sum 300s; undelivered: AWS/SQS ApproximateNumberOfMessagesVisible QueueName=kapok-guangdong-missed-calls Maximum 300s',
    '> 0',
    '1 of 1',
    'notBreaching',
  ],
  [
    REGION,
    'calendar-call-refused',
    'AWS/Scheduler TargetErrorCount ScheduleGroup=kapok-guangdong Sum 300s',
    '> 0',
    '1 of 1',
    'notBreaching',
  ],
  [
    REGION,
    'certificate-expiry-citizen',
    'AWS/CertificateManager DaysToExpiry CertificateArn=<reference> Minimum 86400s',
    '< 30',
    '1 of 1',
    'ignore',
  ],
  [
    REGION,
    'firewall-blocks-citizen',
    `IF(${EXTRA} >= 1000, FILL(part, 0) / ${EXTRA}, 0); part: AWS/WAFV2 BlockedRequests Region=<reference>,Rule=ALL,WebACL=kapok-guangdong-citizen Sum 60s; whole: AWS/WAFV2 AllowedRequests Region=<reference>,Rule=ALL,WebACL=kapok-guangdong-citizen Sum 60s`,
    '> 0.05',
    '10 of 10',
    'notBreaching',
  ],
  [
    REGION,
    'quota-headroom',
    '100 * used / SERVICE_QUOTA(used); used: AWS/Usage ResourceCount Class=Standard/OnDemand,Resource=vCPU,Service=EC2,Type=Resource Maximum 300s',
    '> 80',
    '1 of 1',
    'notBreaching',
  ],
  [
    REGION,
    'table-throttled-facts',
    'FILL(reads, 0) + FILL(writes, 0); reads: AWS/DynamoDB ReadThrottleEvents TableName=kapok-guangdong-facts Sum 60s; writes: AWS/DynamoDB WriteThrottleEvents TableName=kapok-guangdong-facts Sum 60s',
    '> 0',
    '3 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'table-errors-control',
    [
      'FILL(ofGetItem, 0) + FILL(ofBatchGetItem, 0) + FILL(ofQuery, 0) + FILL(ofPutItem, 0)',
      ...['BatchGetItem', 'GetItem', 'PutItem', 'Query'].map(
        (operation) =>
          `of${operation}: AWS/DynamoDB SystemErrors Operation=${operation},TableName=kapok-guangdong-control Sum 60s`,
      ),
    ].join('; '),
    '> 0',
    '3 of 5',
    'notBreaching',
  ],
  [
    REGION,
    'function-errors-schedule-watch',
    'AWS/Lambda Errors FunctionName=<reference> Sum 900s',
    '> 1',
    '1 of 1',
    'notBreaching',
  ],
  [
    DRILL,
    `canary-failed-${PEER}-alipay`,
    `Kapok CanarySuccess Channel=alipay,Plan=guangdong,TargetRegion=${PEER} Average 60s`,
    '< 1',
    '3 of 5',
    'breaching',
  ],
  [
    DRILL,
    `replication-lag-facts-${PEER}`,
    `AWS/DynamoDB ReplicationLatency ReceivingRegion=${PEER},TableName=kapok-guangdong-facts Maximum 60s`,
    '> 5000',
    '3 of 5',
    'notBreaching',
  ],
  [
    DRILL,
    `replication-silent-${PEER}`,
    `AWS/DynamoDB ReplicationLatency ReceivingRegion=${PEER},TableName=kapok-guangdong-control SampleCount 60s`,
    '< 1',
    '5 of 5',
    'breaching',
  ],
  [
    DRILL,
    'drill-overdue',
    'Kapok DaysSinceDrill Plan=guangdong Maximum 3600s',
    '> 31',
    '3 of 3',
    'breaching',
  ],
  [
    DRILL,
    'function-errors-drill-age',
    'AWS/Lambda Errors FunctionName=<reference> Sum 900s',
    '> 0',
    '1 of 1',
    'notBreaching',
  ],
  ...['region-out-of-service', 'region-not-serving', 'region-evacuated'].map(
    (id): Row => [
      'Routing',
      `${id}-${HERE}`,
      'AWS/Route53 HealthCheckStatus HealthCheckId=<reference> Minimum 60s',
      '< 1',
      '2 of 2',
      'breaching',
    ],
  ),
];

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '>=',
  LessThanThreshold: '<',
};

test.each(ROWS)('%s has %s', (stackId, name, metric, condition, values, missing) => {
  const alarm = findAlarm(made, stackId, `kapok-guangdong-${name}`);
  const { properties } = alarm;

  expect(metricOf(alarm)).toBe(metric);
  expect(`${SIGNS[properties.ComparisonOperator]} ${properties.Threshold}`).toBe(condition);
  expect(`${properties.DatapointsToAlarm} of ${properties.EvaluationPeriods}`).toBe(values);
  expect(properties.TreatMissingData).toBe(missing);
});

test('the fewest healthy targets are the lowest minimum of the week', () => {
  const fleets = made.capacity.regions[0]?.fleets ?? [];
  expect(fleets).toHaveLength(2);
  for (const { fleet, minSize, scheduledMinimums } of fleets) {
    const alarm = findAlarm(made, REGION, `kapok-guangdong-few-healthy-targets-${fleet}`);

    expect(metricOf(alarm)).toBe(`${LOAD_BALANCER} HealthyHostCount ${TARGETS} Minimum 60s`);
    expect(alarm.properties).toMatchObject({
      // Three zones: what is left of the lowest minimum without one of them.
      Threshold: Math.max(
        1,
        Math.floor((Math.min(minSize, ...scheduledMinimums.map((one) => one.minSize)) * 2) / 3),
      ),
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 3,
      DatapointsToAlarm: 3,
      TreatMissingData: 'breaching',
    });
  }
});

test('a percentile of too few requests changes nothing', () => {
  const alarm = findAlarm(made, REGION, 'kapok-guangdong-channel-latency-alipay');

  expect(alarm.properties.EvaluateLowSampleCountPercentile).toBe('ignore');
});

test('each channel, fleet, table and peer has its own', () => {
  const names = (stackId: string) =>
    alarmsOf(made)
      .filter((alarm) => alarm.stackId === stackId)
      .map(({ name }) => name.replace('kapok-guangdong-', ''))
      .sort();
  const each = (ids: readonly string[], subjects: readonly string[]) =>
    ids.flatMap((id) => subjects.map((subject) => `${id}-${subject}`));

  expect(names(REGION)).toEqual(
    [
      ...each(['channel-availability', 'channel-latency'], ['yueshengshi', 'alipay']),
      ...each(
        [
          'shedding',
          'unhealthy-targets',
          'few-healthy-targets',
          'release-unhealthy-hosts',
          'release-failures',
          'fleet-silent',
          'load-balancer-errors',
          'capacity-under-floor',
          'schedule-missed',
          'certificate-expiry',
          'firewall-blocks',
        ],
        ['citizen', 'partner'],
      ),
      ...each(['table-throttled', 'table-errors'], ['facts', 'control']),
      'calendar-call-failed',
      'calendar-call-refused',
      'quota-headroom',
      'service-degraded-citizen',
      'batch-quarantined-partner',
      'function-errors-schedule-watch',
      'region-unwell',
    ].sort(),
  );
  expect(names(DRILL)).toEqual(
    [
      ...each([`canary-failed-${PEER}`], ['yueshengshi', 'alipay']),
      ...each(['replication-lag-facts', 'replication-lag-control', 'replication-silent'], [PEER]),
      ...each(['function-errors'], ['channel-canary', 'drill-age']),
      'drill-overdue',
    ].sort(),
  );
  expect(names(DATA)).toEqual(['rotation-failed']);
  expect(names('Routing')).toEqual(
    each(['region-evacuated', 'region-not-serving', 'region-out-of-service'], [PEER, HERE]).sort(),
  );
});

/** Topic of the stack's region: made by the stack, or known by its name. */
function topicOf({ stackId }: AlarmView): unknown {
  if (stackId !== DATA && !stackId.startsWith('Drill-')) {
    const [id] = Object.keys(made.resources(stackId, 'AWS::SNS::Topic'));
    return { Ref: id };
  }
  const region = stackId === DATA ? HERE : stackId.replace('Drill-', '');
  const arn = [`arn:aws:sns:${region}:`, { Ref: 'AWS::AccountId' }, ':kapok-guangdong-alarms'];
  return { 'Fn::Join': ['', arn] };
}

describe.each(ALARM_CATALOGUE.map((kind) => [kind.id, kind] as const))('%s', (id, kind) => {
  const ofKind = () =>
    alarmsOf(made).filter(({ name }) => `${name}-`.startsWith(`kapok-guangdong-${id}-`));

  test('is in the stacks that its catalogue entry says, and in no other', () => {
    const places = new Set(ofKind().map(({ stackId }) => stackId.split('-')[0]));

    expect([...places].sort()).toEqual([...kind.places].sort());
  });

  test('tells the topic of its region when it goes on and when it goes off', () => {
    for (const alarm of ofKind()) {
      // What it rolls up has told already.
      const told = alarm.properties.AlarmRule === undefined ? [topicOf(alarm)] : undefined;
      expect(alarm.properties.AlarmActions).toEqual(told);
      expect(alarm.properties.OKActions).toEqual(told);
      expect(alarm.properties.ActionsEnabled ?? true).toBe(true);
    }
  });

  test('says how fast to come, what is the case, and why silence is what it is taken for', () => {
    for (const { description, properties } of ofKind()) {
      expect(description).toMatch(new RegExp(`^${kind.severity}: `));
      expect(description).toContain(kind.meaning);
      expect(description.length).toBeLessThanOrEqual(1024);
      if (properties.AlarmRule === undefined) {
        expect(description).toMatch(
          /Without data it is (on|off|left as it was), because .+\. See /,
        );
      }
    }
  });
});

test('a region is unwell while any of its alarms for which a person comes at once is on', () => {
  const { properties } = findAlarm(made, REGION, 'kapok-guangdong-region-unwell');
  const rule = SynthesizedPlan.text(properties.AlarmRule);
  const alarms = made.resources(REGION, 'AWS::CloudWatch::Alarm');
  const pages = Object.entries(alarms)
    .filter(([, { Properties }]) => Properties.AlarmDescription.startsWith('page: '))
    .map(([logicalId]) => `ALARM("${JSON.stringify({ 'Fn::GetAtt': [logicalId, 'Arn'] })}")`);

  expect(pages.length).toBeGreaterThan(10);
  expect(
    rule
      .replace(/^\(|\)$/g, '')
      .split(' OR ')
      .sort(),
  ).toEqual(pages.sort());
});
