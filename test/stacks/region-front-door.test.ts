import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan } from './synthesized-plan';

const ELB = 'AWS::ElasticLoadBalancingV2::';

let made: SynthesizedPlan;
let sandbox: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
  sandbox = new SynthesizedPlan({ sandbox: true });
});
afterAll(() => {
  made.remove();
  sandbox.remove();
});

describe.each(FLEETS)('$stack, fleet $fleet', ({ stack, region, fleet, prefix }) => {
  let view: FleetView;
  beforeAll(() => {
    view = new FleetView(made, { stack, region, fleet, prefix });
  });

  test('answers HTTPS with TLS 1.2 or newer under its own certificate', () => {
    expect(view.only(`${ELB}Listener`, 'DoorLoadBalancerHttps').Properties).toMatchObject({
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
    });
    const { DomainName, SubjectAlternativeNames, ValidationMethod, DomainValidationOptions } =
      view.only('AWS::CertificateManager::Certificate', 'Door').Properties;
    const names = [DomainName, ...(SubjectAlternativeNames ?? [])];
    expect(names).toEqual(
      fleet === 'citizen'
        ? ['code.code.example.org', `${region}.origin.code.example.org`]
        : ['partner.code.example.org'],
    );
    expect(ValidationMethod).toBe('DNS');
    expect(DomainValidationOptions).toEqual(
      names.map((name) => ({ DomainName: name, HostedZoneId: 'Z0123456789EXAMPLE' })),
    );
  });

  test('answers HTTP only with the way to HTTPS', () => {
    const http = made
      .resourceList(stack, `${ELB}Listener`, `${prefix}Door`)
      .filter(({ Properties }) => Properties.Protocol === 'HTTP');

    expect(http).toHaveLength(1);
    expect(http[0]?.Properties.DefaultActions).toEqual([
      {
        Type: 'redirect',
        RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
      },
    ]);
  });

  test('has a load balancer that lets clients go soon and keeps the highest campaign in reserve', () => {
    const { LoadBalancerAttributes, ...properties } = view.only(
      `${ELB}LoadBalancer`,
      'Door',
    ).Properties;
    const attributes = attributeMap(LoadBalancerAttributes);

    expect(properties).toMatchObject({
      Scheme: 'internet-facing',
      MinimumLoadBalancerCapacity: { CapacityUnits: view.capacity().loadBalancerCapacityUnits },
    });
    expect(attributes).toMatchObject({
      'client_keep_alive.seconds': '120',
      'deletion_protection.enabled': 'true',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
    });
    const loose = new FleetView(sandbox, { stack, region, fleet, prefix }).only(
      `${ELB}LoadBalancer`,
      'Door',
    ).Properties;
    expect(attributeMap(loose.LoadBalancerAttributes)['deletion_protection.enabled']).toBe('false');
  });

  test('has targets judged by their own liveness only', () => {
    const { TargetGroupAttributes, ...properties } = view.only(
      `${ELB}TargetGroup`,
      'Door',
    ).Properties;

    expect(properties).toMatchObject({
      Port: 8080,
      Protocol: 'HTTP',
      TargetType: 'instance',
      HealthCheckPath: '/healthz',
      HealthCheckIntervalSeconds: 5,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    });
    expect(attributeMap(TargetGroupAttributes)).toMatchObject({
      'deregistration_delay.timeout_seconds': '30',
    });
  });
});

function attributeMap(attributes: readonly { Key: string; Value: string }[]) {
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, Value]));
}
