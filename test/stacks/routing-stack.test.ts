import { planFixture, THIRD_REGION } from './plan-fixture';
import { SynthesizedPlan } from './synthesized-plan';

const CHECK = 'AWS::Route53::HealthCheck';
const RECORD = 'AWS::Route53::RecordSet';
const REGIONS = ['ap-southeast-1', 'ap-northeast-1', 'ap-northeast-2'];

let made: SynthesizedPlan;
beforeAll(() => {
  const { regions } = planFixture();
  made = new SynthesizedPlan({ regions: [...regions, THIRD_REGION] });
});
afterAll(() => made.remove());

/** The `HealthCheckConfig` of each check by logical id. */
function checks() {
  return Object.fromEntries(
    Object.entries(made.resources('Routing', CHECK)).map(([id, { Properties }]) => [
      id,
      Properties.HealthCheckConfig,
    ]),
  );
}

function record(name: string, region?: string) {
  const found = made
    .resourceList('Routing', RECORD)
    .filter(({ Properties }) => Properties.Name === `${name}.`)
    .filter(({ Properties }) => region === undefined || Properties.SetIdentifier === region);
  expect(found).toHaveLength(1);
  return found[0]?.Properties;
}

function inServiceCheck(region: string) {
  return checks()[record('code.code.example.org', region).HealthCheckId.Ref];
}

test('stands in the region where Route 53 takes changes', () => {
  const [routing] = made.assembly.stacks.filter(({ id }) => id === 'Routing');

  expect(routing?.environment.region).toBe('us-east-1');
});

test('every check of an endpoint looks for words over HTTPS, every 10 s, three times', () => {
  const endpoints = Object.values(checks()).filter(({ Type }) => Type !== 'CALCULATED');

  // For each of three regions: one that it serves, and one by each of its two peers.
  expect(endpoints).toHaveLength(9);
  for (const check of endpoints) {
    expect(check).toMatchObject({
      Type: 'HTTPS_STR_MATCH',
      Port: 443,
      RequestInterval: 10,
      FailureThreshold: 3,
      EnableSNI: true,
      MeasureLatency: false,
    });
  }
});

describe.each(REGIONS)('region %s', (region) => {
  const peers = REGIONS.filter((name) => name !== region);
  const children = () =>
    inServiceCheck(region).ChildHealthChecks.map(({ Ref }: { Ref: string }) => checks()[Ref]);

  test('is in service only while every one of its checks is healthy', () => {
    expect(inServiceCheck(region)).toMatchObject({
      Type: 'CALCULATED',
      HealthThreshold: REGIONS.length,
      Inverted: false,
    });
    expect(children()).toHaveLength(REGIONS.length);
  });

  test('is asked itself whether it serves', () => {
    expect(children()[0]).toMatchObject({
      FullyQualifiedDomainName: `${region}.origin.code.example.org`,
      ResourcePath: '/regional-health',
      SearchString: `KAPOK-SERVING ${region}`,
      Inverted: false,
    });
  });

  test('each peer is asked whether it is evacuated, and only a yes counts', () => {
    expect(children().slice(1)).toEqual(
      peers.map((peer) =>
        expect.objectContaining({
          FullyQualifiedDomainName: `${peer}.origin.code.example.org`,
          ResourcePath: `/evacuations/${region}`,
          SearchString: `KAPOK-EVACUATED ${region}`,
          Inverted: true,
        }),
      ),
    );
  });

  test.each([
    ['code.code.example.org', 'CitizenDoor'],
    ['partner.code.example.org', 'PartnerDoor'],
  ])('answers under %s while it is in service and its targets are healthy', (name, door) => {
    const { AliasTarget, HealthCheckId, ...others } = record(name, region);

    expect(others).toMatchObject({
      HostedZoneId: 'Z0123456789EXAMPLE',
      Type: 'A',
      Weight: 100,
    });
    expect(HealthCheckId.Ref).toBe(inServiceRef(region));
    expect(AliasTarget.EvaluateTargetHealth).toBe(true);
    expect(loadBalancerOf(AliasTarget)).toMatchObject({
      StackName: `Kapok-guangdong-Region-${region}`,
      Region: region,
      OutputName: expect.stringContaining(`${door}LoadBalancer`),
    });
  });

  test('answers under its own name whatever its health', () => {
    const properties = record(`${region}.origin.code.example.org`);

    expect(properties.HealthCheckId).toBeUndefined();
    expect(properties.SetIdentifier).toBeUndefined();
    expect(properties.AliasTarget.EvaluateTargetHealth).toBe(false);
    expect(loadBalancerOf(properties.AliasTarget)).toMatchObject({
      Region: region,
      OutputName: expect.stringContaining('CitizenDoorLoadBalancer'),
    });
  });
});

function inServiceRef(region: string): string {
  return record('code.code.example.org', region).HealthCheckId.Ref;
}

function loadBalancerOf(aliasTarget: { DNSName: { 'Fn::Join': [string, unknown[]] } }) {
  const [prefix, output] = aliasTarget.DNSName['Fn::Join'][1] as [string, Record<string, object>];
  expect(prefix).toBe('dualstack.');
  return output['Fn::GetStackOutput'];
}
