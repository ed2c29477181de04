import { PLAN_TAG } from '../../lib/constructs/plan-tag';
import { SynthesizedPlan } from './synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

/** Values of the outputs that say what to open, without those that other stacks read. */
function outputsOf(stackId: string): Record<string, string> {
  const outputs = Object.entries<{ Value: unknown; Description?: string }>(
    made.template(stackId).Outputs ?? {},
  );
  return Object.fromEntries(
    outputs
      .filter(([, { Description }]) => Description !== undefined)
      .map(([id, { Value }]) => [id, SynthesizedPlan.text(Value)]),
  );
}

test('a region says where it alone answers and where it is watched', () => {
  expect(outputsOf('Region-ap-northeast-1')).toMatchObject({
    OriginUrl: 'https://ap-northeast-1.origin.code.example.org',
    DashboardUrl:
      'https://ap-northeast-1.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-1#dashboards/dashboard/kapok-guangdong-ap-northeast-1',
  });
});

test('the routing says what phones and partners open and where all regions are watched', () => {
  expect(outputsOf('Routing')).toMatchObject({
    CodeUrl: 'https://code.code.example.org',
    PartnerUrl: 'https://partner.code.example.org',
    DashboardUrl:
      'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/kapok-guangdong',
  });
});

test('a foundation says which bucket has the logs', () => {
  expect(outputsOf('Foundation-ap-southeast-1')).toMatchObject({
    LogBucket: 'kapok-guangdong-logs-<AWS::AccountId>-ap-southeast-1',
  });
});

test.each(['Region-ap-northeast-1', 'Routing'])('%s names a dashboard that it has', (stackId) => {
  const { DashboardName } = made.only(stackId, 'AWS::CloudWatch::Dashboard').Properties;

  expect(outputsOf(stackId).DashboardUrl?.split('/').at(-1)).toBe(DashboardName);
});

test('in China the console has a name of its own', () => {
  const china = new SynthesizedPlan({
    partition: 'aws-cn',
    regions: ['cn-north-1', 'cn-northwest-1'].map((name) => ({
      name,
      zones: ['a', 'b', 'd'].map((letter) => `${name}${letter}`),
    })),
  });
  const { DashboardUrl } = china.template('Region-cn-north-1').Outputs;
  china.remove();

  expect(DashboardUrl.Value).toMatch(/^https:\/\/cn-north-1\.console\.amazonaws\.cn\/cloudwatch\//);
});

test('every stack carries the plan in its name, its tags and its description, each different', () => {
  const { stacks } = made.assembly;
  const descriptions = stacks.map(({ template }) => String(template.Description));

  for (const { stackName, id, tags } of stacks) {
    expect(stackName).toBe(`Kapok-${made.plan.name}-${id}`);
    expect(tags).toEqual({ [PLAN_TAG]: made.plan.name });
  }
  for (const text of descriptions) expect(text).toMatch(new RegExp(`^Kapok ${made.plan.name}: .`));
  expect(new Set(descriptions).size).toBe(stacks.length);
});
