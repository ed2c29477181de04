import type { Plan } from '../../lib/plan/plan';
import { planFixture, THIRD_REGION } from './plan-fixture';
import { doorOf, RoutingView } from './routing-view';
import { SynthesizedPlan } from './synthesized-plan';

const FIRST = 'ap-southeast-1';
const SECOND = 'ap-northeast-1';
const THIRD = THIRD_REGION.name;
const NAMES = [
  ['code', 'Citizen'],
  ['partner', 'Partner'],
] as const;

const made: SynthesizedPlan[] = [];
function synthesizePlan(changes: Partial<Plan>): SynthesizedPlan {
  const plan = new SynthesizedPlan(changes);
  made.push(plan);
  return plan;
}
afterAll(() => {
  for (const plan of made) plan.remove();
});

/** What every record under a label has in common. */
function recordOf(label: string) {
  return {
    Name: `${label}.code.example.org.`,
    Type: 'A',
    HostedZoneId: 'Z0123456789EXAMPLE',
  };
}

describe.each(['pilot-light', 'warm-standby'] as const)('%s with one standby', (strategy) => {
  let routing: RoutingView;
  beforeAll(() => {
    routing = new RoutingView(synthesizePlan({ strategy }));
  });

  test.each(NAMES)(
    '%s leads to the active region, and without it to the standby',
    (label, door) => {
      expect(routing.records(label)).toEqual([
        {
          ...recordOf(label),
          SetIdentifier: FIRST,
          Failover: 'PRIMARY',
          HealthCheckId: routing.inServiceRef(FIRST),
          AliasTarget: doorOf(FIRST, door, true),
        },
        {
          ...recordOf(label),
          SetIdentifier: 'standby',
          Failover: 'SECONDARY',
          HealthCheckId: routing.inServiceRef(SECOND),
          AliasTarget: doorOf(SECOND, door, true),
        },
      ]);
    },
  );

  test('each region answers under its own name, and nothing else is named', () => {
    const origins = [`${FIRST}.origin`, `${SECOND}.origin`];

    expect(routing.labels()).toEqual([...origins, 'code', 'partner'].sort());
    expect(routing.records(`${SECOND}.origin`)).toEqual([
      { ...recordOf(`${SECOND}.origin`), AliasTarget: doorOf(SECOND, 'Citizen', false) },
    ]);
  });
});

describe.each(['pilot-light', 'warm-standby'] as const)('%s with two standbys', (strategy) => {
  let plan: SynthesizedPlan;
  let routing: RoutingView;
  beforeAll(() => {
    plan = synthesizePlan({ strategy, regions: [...planFixture().regions, THIRD_REGION] });
    routing = new RoutingView(plan);
  });

  test.each(NAMES)(
    '%s leads to the active region, and without it to the name of both',
    (label, door) => {
      expect(routing.records(label)).toEqual([
        {
          ...recordOf(label),
          SetIdentifier: FIRST,
          Failover: 'PRIMARY',
          HealthCheckId: routing.inServiceRef(FIRST),
          AliasTarget: doorOf(FIRST, door, true),
        },
        {
          ...recordOf(label),
          SetIdentifier: 'standby',
          Failover: 'SECONDARY',
          AliasTarget: {
            DNSName: `standby.${label}.code.example.org.`,
            HostedZoneId: 'Z0123456789EXAMPLE',
            EvaluateTargetHealth: true,
          },
        },
      ]);
    },
  );

  test.each(NAMES)('under the name of both, the standbys of %s share evenly', (label, door) => {
    expect(routing.records(`standby.${label}`)).toEqual(
      [SECOND, THIRD].map((region) => ({
        ...recordOf(`standby.${label}`),
        SetIdentifier: region,
        Weight: 100,
        HealthCheckId: routing.inServiceRef(region),
        AliasTarget: doorOf(region, door, true),
      })),
    );
  });

  test('the name of both stands, with both, before anything points at it', () => {
    const records = plan.resources('Routing', 'AWS::Route53::RecordSet');
    const secondaries = Object.values(records).filter(
      ({ Properties }) => Properties.Failover === 'SECONDARY',
    );

    expect(secondaries).toHaveLength(2);
    for (const { Properties, DependsOn = [] } of secondaries) {
      const awaited = [Properties.AliasTarget.DNSName.Ref, ...DependsOn];
      expect(awaited.map((id) => records[id]?.Properties.SetIdentifier)).toEqual([SECOND, THIRD]);
      for (const id of awaited) {
        expect(records[id]?.Properties.Name).toBe(`standby.${Properties.Name}`);
      }
    }
  });
});

test('a second standby changes the secondary record in place', () => {
  const secondaryIds = ([one, two]: readonly SynthesizedPlan[]) =>
    [one, two].map((plan) =>
      Object.entries(plan?.resources('Routing', 'AWS::Route53::RecordSet') ?? {})
        .filter(([, { Properties }]) => Properties.Failover === 'SECONDARY')
        .map(([id, { Properties }]) => [id, Properties.Name, Properties.SetIdentifier]),
    );
  const strategy = 'warm-standby';
  const [before, after] = secondaryIds([
    synthesizePlan({ strategy }),
    synthesizePlan({ strategy, regions: [...planFixture().regions, THIRD_REGION] }),
  ]);

  expect(before).toHaveLength(2);
  expect(after).toEqual(before);
});

test('latency routing among equals changes nothing for regions that wait', () => {
  const weighted = new RoutingView(synthesizePlan({ strategy: 'warm-standby' }));
  const latency = new RoutingView(synthesizePlan({ strategy: 'warm-standby', routing: 'latency' }));

  for (const [label] of NAMES) expect(latency.records(label)).toEqual(weighted.records(label));
});
