import { PARTITIONS } from '../../lib/plan/partitions';
import { planFixture, THIRD_REGION } from './plan-fixture';
import { doorOf, RoutingView } from './routing-view';
import { SynthesizedPlan } from './synthesized-plan';

const ZONE_ID = 'Z0123456789EXAMPLE';
const REGIONS = ['ap-southeast-1', 'ap-northeast-1', 'ap-northeast-2'];

let made: SynthesizedPlan;
let routing: RoutingView;
beforeAll(() => {
  const { regions } = planFixture();
  made = new SynthesizedPlan({ regions: [...regions, THIRD_REGION] });
  routing = new RoutingView(made);
});
afterAll(() => made.remove());

/** What every check of an endpoint has in common, and no property besides. */
const ENDPOINT = {
  Type: 'HTTPS_STR_MATCH',
  Port: 443,
  RequestInterval: 10,
  FailureThreshold: 3,
  EnableSNI: true,
  MeasureLatency: false,
  Regions: PARTITIONS.aws.checkerRegions,
};

test('stands in the region where Route 53 takes changes', () => {
  const [stack] = made.assembly.stacks.filter(({ id }) => id === 'Routing');

  expect(stack?.environment.region).toBe('us-east-1');
});

test('has one check for each region by itself and by each peer, and one for each region as a whole', () => {
  const types = Object.values(routing.checks()).map(({ Type }) => Type);

  expect(types.filter((type) => type === 'HTTPS_STR_MATCH')).toHaveLength(REGIONS.length ** 2);
  expect(types.filter((type) => type === 'CALCULATED')).toHaveLength(REGIONS.length);
  expect(types).toHaveLength(REGIONS.length ** 2 + REGIONS.length);
});

test('every check says in its name what it stands for', () => {
  const names = made
    .resourceList('Routing', 'AWS::Route53::HealthCheck')
    .map(({ Properties }) => Properties.HealthCheckTags)
    .map((tags) => tags.find(({ Key }: { Key: string }) => Key === 'Name')?.Value);
  const expected = REGIONS.flatMap((region) => [
    `${region} serves`,
    `${region} is in service`,
    ...REGIONS.filter((peer) => peer !== region).map(
      (peer) => `${region} is not evacuated by ${peer}`,
    ),
  ]);

  expect(names.sort()).toEqual(expected.sort());
});

test('names nothing but what users, partners and checkers ask for', () => {
  const origins = REGIONS.map((region) => `${region}.origin`);

  expect(routing.labels()).toEqual([...origins, 'code', 'partner'].sort());
});

describe.each(REGIONS)('region %s', (region) => {
  const peers = REGIONS.filter((name) => name !== region);
  const inService = () => routing.checks()[routing.inServiceRef(region)];
  const children = () =>
    inService().ChildHealthChecks.map(({ Ref }: { Ref: string }) => routing.checks()[Ref]);

  test('is in service only while every one of its checks is healthy', () => {
    expect(inService()).toEqual({
      Type: 'CALCULATED',
      ChildHealthChecks: REGIONS.map(() => ({ Ref: expect.any(String) })),
      HealthThreshold: REGIONS.length,
      Inverted: false,
    });
    const refs = inService().ChildHealthChecks.map(({ Ref }: { Ref: string }) => Ref);
    expect(new Set(refs).size).toBe(REGIONS.length);
  });

  test('is asked itself whether it serves', () => {
    expect(children()[0]).toEqual({
      ...ENDPOINT,
      FullyQualifiedDomainName: `${region}.origin.code.example.org`,
      ResourcePath: '/regional-health',
      SearchString: `KAPOK-SERVING ${region}`,
      Inverted: false,
    });
  });

  test('each peer is asked whether it is evacuated, and only a yes counts', () => {
    expect(children().slice(1)).toEqual(
      peers.map((peer) => ({
        ...ENDPOINT,
        FullyQualifiedDomainName: `${peer}.origin.code.example.org`,
        ResourcePath: `/evacuations/${region}`,
        SearchString: `KAPOK-EVACUATED ${region}`,
        Inverted: true,
      })),
    );
  });

  test.each([
    ['code', 'Citizen'],
    ['partner', 'Partner'],
  ] as const)(
    'answers under %s while it is in service and its targets are healthy',
    (label, door) => {
      const mine = routing.records(label).filter(({ SetIdentifier }) => SetIdentifier === region);

      expect(mine).toEqual([
        {
          Name: `${label}.code.example.org.`,
          Type: 'A',
          HostedZoneId: ZONE_ID,
          SetIdentifier: region,
          Weight: 100,
          HealthCheckId: routing.inServiceRef(region),
          AliasTarget: doorOf(region, door, true),
        },
      ]);
    },
  );

  test('answers under its own name whatever its health', () => {
    expect(routing.records(`${region}.origin`)).toEqual([
      {
        Name: `${region}.origin.code.example.org.`,
        Type: 'A',
        HostedZoneId: ZONE_ID,
        AliasTarget: doorOf(region, 'Citizen', false),
      },
    ]);
  });
});

test('checks as often as the plan says, and changes its mind after as many answers', () => {
  const changed = new SynthesizedPlan({
    healthChecks: { intervalSeconds: 30, failureThreshold: 2 },
  });
  const endpoints = Object.values(new RoutingView(changed).checks()).filter(
    ({ Type }) => Type !== 'CALCULATED',
  );
  changed.remove();

  expect(endpoints).toHaveLength(4);
  for (const check of endpoints) {
    expect(check).toMatchObject({ RequestInterval: 30, FailureThreshold: 2 });
  }
});

test('leaves the checkers to Route 53 where a partition offers no choice', () => {
  const china = new SynthesizedPlan({
    partition: 'aws-cn',
    regions: ['cn-north-1', 'cn-northwest-1'].map((name) => ({
      name,
      zones: ['a', 'b', 'c'].map((letter) => `${name}${letter}`),
    })),
  });
  const checks = Object.values(new RoutingView(china).checks());
  china.remove();

  expect(checks).toHaveLength(6);
  for (const check of checks) expect(check).not.toHaveProperty('Regions');
});
