import { SynthesizedPlan } from './synthesized-plan';

const HERE = 'ap-southeast-1';
const PEER = 'ap-northeast-1';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

function dashboard(stack: string) {
  const { DashboardName, DashboardBody } = made.only(
    stack,
    'AWS::CloudWatch::Dashboard',
  ).Properties;
  const text = SynthesizedPlan.text(DashboardBody).replaceAll(
    /\{"Fn::[^}]*\}(?:\})?/g,
    'reference',
  );
  return { name: DashboardName, text, widgets: JSON.parse(text).widgets as Widget[] };
}

interface Widget {
  readonly type: string;
  readonly y: number;
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly region?: string;
    readonly alarms?: readonly unknown[];
    readonly metrics?: readonly unknown[];
  };
}

/** The question of each row, from top to bottom. */
function questions(widgets: readonly Widget[]): string[] {
  return [...widgets]
    .sort((a, b) => a.y - b.y)
    .flatMap(({ properties }) => properties.markdown ?? [])
    .map((markdown) => String(/^## (.+)$/m.exec(markdown)?.[1]));
}

test('a region is read from people to cost', () => {
  const { name, widgets } = dashboard(`Region-${HERE}`);

  expect(name).toBe(`kapok-guangdong-${HERE}`);
  expect(questions(widgets)).toEqual([
    'Are people served?',
    'What is given up first?',
    'Is the capacity standing?',
    'Does the data answer?',
    'Does the front door let people in?',
    'What is being paid for?',
  ]);
});

test('all regions are read from people to cost, with where they are sent', () => {
  const { name, widgets } = dashboard('Routing');

  expect(name).toBe('kapok-guangdong');
  expect(questions(widgets)).toEqual([
    'Are people served?',
    'Where are they?',
    'Is the capacity standing?',
    'Is the data the same everywhere?',
    'Does the front door let people in?',
    'What is being paid for?',
  ]);
});

test.each([`Region-${HERE}`, 'Routing'])('the dashboard of %s shows its alarms first', (stack) => {
  const [first] = dashboard(stack).widgets;

  expect(first?.type).toBe('alarm');
  expect(first?.properties.alarms?.length).toBe(
    Object.keys(made.resources(stack, 'AWS::CloudWatch::Alarm')).length,
  );
});

test.each([
  [
    `Region-${HERE}`,
    [
      'Requests',
      'Failures',
      'Shed',
      'Latency',
      'ServiceLevel',
      'show-code',
      'rest',
      'GroupInServiceInstances',
      'GroupMinSize',
      'HealthyHostCount',
      'ReadThrottleEvents',
      'BlockedRequests',
      'PeakLCUs',
      'ConsumedLCUs',
      'ProcessedBytes',
    ],
  ],
  [
    'Routing',
    [
      'Requests',
      'Failures',
      'Latency',
      'CanarySuccess',
      'HealthCheckStatus',
      'HealthCheckPercentageHealthy',
      'GroupInServiceInstances',
      'GroupMinSize',
      'ReplicationLatency',
      'ReadThrottleEvents',
      'BlockedRequests',
      'PeakLCUs',
      'ConsumedLCUs',
    ],
  ],
])('the dashboard of %s answers with these metrics', (stack, metrics) => {
  const { text } = dashboard(stack);

  for (const metric of metrics) expect(text).toContain(`"${metric}"`);
});

test.each([`Region-${HERE}`, 'Routing'])(
  'the instances that %s counts with the warm pool are those of a metric that has it',
  (stack) => {
    const graph = dashboard(stack).widgets.find(
      ({ properties }) => properties.title === 'Instances, warm pool included',
    );
    const metrics = (graph?.properties.metrics ?? []) as readonly string[][];
    const names = metrics
      .filter(([namespace]) => namespace === 'AWS/AutoScaling')
      .map(([, name]) => name);

    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names)).toEqual(new Set(['GroupAndWarmPoolTotalCapacity']));
  },
);

test('what is measured in a region is asked for in that region', () => {
  const metrics = dashboard('Routing').widgets.flatMap(
    ({ properties }) => (properties.metrics ?? []) as unknown[][],
  );
  const regional = metrics.filter(([namespace]) =>
    ['Kapok', 'AWS/AutoScaling', 'AWS/DynamoDB', 'AWS/WAFV2', 'AWS/ApplicationELB'].includes(
      String(namespace),
    ),
  );
  const regions = regional.map((metric) => (metric.at(-1) as { region?: string }).region);

  expect(regional.length).toBeGreaterThan(30);
  expect([...new Set(regions)].sort()).toEqual([PEER, HERE]);
});
