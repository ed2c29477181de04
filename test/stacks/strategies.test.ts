import type { Plan, StrategyName } from '../../lib/plan/plan';
import { planFixture, THIRD_REGION } from './plan-fixture';
import { SynthesizedPlan } from './synthesized-plan';

const FIRST = 'ap-southeast-1';
const SECOND = 'ap-northeast-1';
const ALL = [FIRST, SECOND, THIRD_REGION.name];
const CHECK = 'AWS::Route53::HealthCheck';

const made: SynthesizedPlan[] = [];
function synthesizePlan(changes: Partial<Plan>): SynthesizedPlan {
  const plan = new SynthesizedPlan(changes);
  made.push(plan);
  return plan;
}
afterAll(() => {
  for (const plan of made) plan.remove();
});

/** Records under the name that phones use: identifier, and what its choice goes by. */
function codeRecords(plan: SynthesizedPlan): [string, string | number][] {
  return plan
    .resourceList('Routing', 'AWS::Route53::RecordSet')
    .filter(({ Properties }) => Properties.Name === 'code.code.example.org.')
    .map(({ Properties: { SetIdentifier, Weight, Region, Failover } }) => [
      SetIdentifier,
      Weight ?? Failover ?? `nearest to ${Region}`,
    ]);
}

/** Stacks each stack waits for, without the one that publishes its own assets. */
function dependencies(plan: SynthesizedPlan): Record<string, string[]> {
  return Object.fromEntries(
    plan.assembly.stacks.map((stack) => [
      stack.id,
      stack.dependencies.map(({ id }) => id).filter((id) => !id.endsWith('.assets')),
    ]),
  );
}

interface Expectation {
  readonly strategy: StrategyName;
  readonly dataRegions: readonly string[];
  readonly servingRegions: readonly string[];
  readonly records: readonly [string, string | number][];
}

// Under a name of one region stands the record that it would have among others, so that others can be
// added without removing it: Route 53 refuses to mix policies under a name.
describe.each<Expectation>([
  {
    strategy: 'single-region',
    dataRegions: [FIRST],
    servingRegions: [FIRST],
    records: [[FIRST, 100]],
  },
  {
    strategy: 'backup-restore',
    dataRegions: [FIRST, SECOND],
    servingRegions: [FIRST],
    records: [[FIRST, 100]],
  },
  {
    strategy: 'pilot-light',
    dataRegions: [FIRST, SECOND],
    servingRegions: [FIRST, SECOND],
    records: [
      [FIRST, 'PRIMARY'],
      ['standby', 'SECONDARY'],
    ],
  },
  {
    strategy: 'warm-standby',
    dataRegions: [FIRST, SECOND],
    servingRegions: [FIRST, SECOND],
    records: [
      [FIRST, 'PRIMARY'],
      ['standby', 'SECONDARY'],
    ],
  },
  {
    strategy: 'active-active',
    dataRegions: [FIRST, SECOND],
    servingRegions: [FIRST, SECOND],
    records: [
      [FIRST, 100],
      [SECOND, 100],
    ],
  },
])('strategy $strategy', ({ strategy, dataRegions, servingRegions, records }) => {
  let plan: SynthesizedPlan;
  beforeAll(() => {
    plan = synthesizePlan({ strategy });
  });

  test('makes the stacks of each role and no other', () => {
    expect(plan.stackIds()).toEqual(
      [
        ...dataRegions.map((region) => `Foundation-${region}`),
        'Data',
        ...servingRegions.map((region) => `Region-${region}`),
        'Routing',
        // A region that is alone is watched by nobody else.
        ...(records.length > 1 ? servingRegions.map((region) => `Drill-${region}`) : []),
      ].sort(),
    );
  });

  test('keeps the data in every region that is not absent', () => {
    for (const { Properties } of plan.resourceList('Data', 'AWS::DynamoDB::GlobalTable')) {
      const regions = Properties.Replicas.map(({ Region }: { Region: string }) => Region);
      expect(regions.sort()).toEqual([...dataRegions].sort());
    }
  });

  test('sends users to the regions that serve', () => {
    expect(codeRecords(plan)).toEqual(records);
  });

  test('asks only peers that serve about an evacuation', () => {
    const inverted = plan
      .resourceList('Routing', CHECK)
      .filter(({ Properties }) => Properties.HealthCheckConfig.Inverted);

    expect(inverted).toHaveLength(servingRegions.length * (servingRegions.length - 1));
  });

  test('lets the health of check and target decide under every shared name', () => {
    const shared = plan
      .resourceList('Routing', 'AWS::Route53::RecordSet')
      .filter(({ Properties }) => Properties.SetIdentifier !== undefined);

    expect(shared).toHaveLength(2 * records.length);
    for (const { Properties } of shared) {
      expect(Properties.HealthCheckId).toBeDefined();
      expect(Properties.AliasTarget.EvaluateTargetHealth).toBe(true);
    }
  });
});

describe.each<{ strategy: StrategyName; routing: Plan['routing']; records: unknown[] }>([
  { strategy: 'single-region', routing: 'weighted', records: [[FIRST, 100]] },
  { strategy: 'single-region', routing: 'latency', records: [[FIRST, `nearest to ${FIRST}`]] },
  { strategy: 'backup-restore', routing: 'weighted', records: [[FIRST, 100]] },
  { strategy: 'backup-restore', routing: 'latency', records: [[FIRST, `nearest to ${FIRST}`]] },
  ...(['pilot-light', 'warm-standby'] as const).flatMap((strategy) =>
    (['weighted', 'latency'] as const).map((routing) => ({
      strategy,
      routing,
      records: [
        [FIRST, 'PRIMARY'],
        ['standby', 'SECONDARY'],
      ],
    })),
  ),
  {
    strategy: 'active-active',
    routing: 'weighted',
    records: ALL.map((region) => [region, 100]),
  },
  {
    strategy: 'active-active',
    routing: 'latency',
    records: ALL.map((region) => [region, `nearest to ${region}`]),
  },
])('$strategy in three regions by $routing', ({ strategy, routing, records }) => {
  test('leads users by these records and no other', () => {
    const plan = synthesizePlan({
      strategy,
      routing,
      regions: [...planFixture().regions, THIRD_REGION],
    });

    expect(codeRecords(plan)).toEqual(records);
  });
});

describe('three regions', () => {
  let plan: SynthesizedPlan;
  beforeAll(() => {
    plan = synthesizePlan({ regions: [...planFixture().regions, THIRD_REGION] });
  });

  test('are deployed one after the other, after all keys and the data', () => {
    const third = THIRD_REGION.name;
    const foundations = [FIRST, SECOND, third].map((region) => `Foundation-${region}`);
    const [primary, ...replicas] = foundations;

    expect(dependencies(plan)).toEqual({
      ...Object.fromEntries(replicas.map((id) => [id, [primary]])),
      [String(primary)]: [],
      Data: foundations,
      [`Region-${FIRST}`]: ['Data'],
      [`Region-${SECOND}`]: [`Region-${FIRST}`],
      [`Region-${third}`]: [`Region-${SECOND}`],
      Routing: [FIRST, SECOND, third].map((region) => `Region-${region}`),
      [`Drill-${FIRST}`]: ['Routing'],
      [`Drill-${SECOND}`]: [`Drill-${FIRST}`],
      [`Drill-${third}`]: [`Drill-${SECOND}`],
    });
  });
});

test('latency routing asks for the nearest region', () => {
  const plan = synthesizePlan({ routing: 'latency' });
  const records = plan
    .resourceList('Routing', 'AWS::Route53::RecordSet')
    .filter(({ Properties }) => Properties.SetIdentifier !== undefined);

  expect(records).toHaveLength(4);
  for (const { Properties } of records) {
    expect(Properties.Region).toBe(Properties.SetIdentifier);
    expect(Properties.Weight).toBeUndefined();
  }
});

test('a plan for China keeps to its partition', () => {
  const plan = synthesizePlan({
    partition: 'aws-cn',
    regions: ['cn-north-1', 'cn-northwest-1'].map((name) => ({
      name,
      zones: ['a', 'b', 'c'].map((letter) => `${name}${letter}`),
    })),
  });
  const routing = plan.assembly.stacks.find(({ id }) => id === 'Routing');

  expect(routing?.environment.region).toBe('cn-northwest-1');
  for (const id of plan.stackIds()) {
    expect(JSON.stringify(plan.template(id))).not.toMatch(/arn:aws:|us-east-1/);
  }
});

test('every resource carries the plan through the tags of its stack', () => {
  const [plan] = made;
  if (plan === undefined) throw new Error('no plan was synthesised');

  for (const stack of plan.assembly.stacks) {
    expect(stack.tags).toEqual({ 'kapok:plan': 'guangdong' });
    expect(stack.stackName).toBe(`Kapok-guangdong-${stack.id}`);
  }
});
