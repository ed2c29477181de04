import {
  FAIL_OPEN_SHARE,
  IDLE_TIMEOUT,
  TARGET_GROUP_HEALTH,
} from '../../lib/constructs/front-door-attributes';
import { DEFAULT_TARGET_UTILISATION } from '../../lib/plan/defaults';
import { KEEP_ALIVE_TIMEOUT_MS } from '../../service/server';
import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan } from './synthesized-plan';

const ELB = 'AWS::ElasticLoadBalancingV2::';

let made: SynthesizedPlan;
let sandbox: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
  sandbox = new SynthesizedPlan({ sandbox: true, partnerSources: [] });
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

  test('answers HTTP only with the way to HTTPS, and partners not at all', () => {
    const http = made
      .resourceList(stack, `${ELB}Listener`, `${prefix}Door`)
      .filter(({ Properties }) => Properties.Protocol === 'HTTP');

    expect(http.map(({ Properties }) => Properties.DefaultActions)).toEqual(
      fleet === 'partner'
        ? []
        : [
            [
              {
                Type: 'redirect',
                RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' },
              },
            ],
          ],
    );
  });

  test('is open to every phone, or to the blocks of registered partners alone', () => {
    const reach = (view: FleetView) =>
      (view.only('AWS::EC2::SecurityGroup', 'Door').Properties.SecurityGroupIngress ?? []).map(
        ({ CidrIp, FromPort, ToPort }: Ingress) => [CidrIp, FromPort, ToPort],
      );
    const closed = new FleetView(sandbox, { stack, region, fleet, prefix });
    const everybody = [
      ['0.0.0.0/0', 443, 443],
      ['0.0.0.0/0', 80, 80],
    ];

    expect(reach(view)).toEqual(
      fleet === 'citizen' ? everybody : made.plan.partnerSources.map((block) => [block, 443, 443]),
    );
    expect(reach(closed)).toEqual(fleet === 'citizen' ? everybody : []);
  });

  test('reaches the port of the service on instances of its own fleet, and nothing else', () => {
    const idsOf = (part: string) =>
      Object.keys(made.resources(stack, 'AWS::EC2::SecurityGroup')).filter((id) =>
        id.startsWith(`${prefix}${part}`),
      );
    const [own, instances] = [idsOf('Door'), idsOf('Launch')];
    const rule = view.only('AWS::EC2::SecurityGroupEgress', 'Door').Properties;

    expect([own.length, instances.length]).toEqual([1, 1]);
    expect(rule).toMatchObject({
      GroupId: { 'Fn::GetAtt': [own[0], 'GroupId'] },
      DestinationSecurityGroupId: { 'Fn::GetAtt': [instances[0], 'GroupId'] },
      IpProtocol: 'tcp',
      FromPort: 8080,
      ToPort: 8080,
    });
    // A group without any rule of its own reaches everything; the CDK writes one that matches nothing.
    expect(view.only('AWS::EC2::SecurityGroup', 'Door').Properties.SecurityGroupEgress).toEqual([
      {
        CidrIp: '255.255.255.255/32',
        Description: 'Disallow all traffic',
        IpProtocol: 'icmp',
        FromPort: 252,
        ToPort: 86,
      },
    ]);
  });

  test('has a load balancer that lets clients go soon and keeps the units of the week', () => {
    const { LoadBalancerAttributes, ...properties } = view.only(
      `${ELB}LoadBalancer`,
      'Door',
    ).Properties;

    expect(properties).toMatchObject({
      Scheme: 'internet-facing',
      MinimumLoadBalancerCapacity: { CapacityUnits: view.capacity().loadBalancerCapacityUnits },
    });
    expect(attributeMap(LoadBalancerAttributes)).toEqual({
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': `kapok-guangdong-logs-<AWS::AccountId>-${region}`,
      'access_logs.s3.prefix': `load-balancers/${fleet}`,
      'connection_logs.s3.enabled': 'false',
      'client_keep_alive.seconds': '120',
      'deletion_protection.enabled': 'true',
      'idle_timeout.timeout_seconds': '60',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      'routing.http.desync_mitigation_mode': 'defensive',
      'routing.http.xff_header_processing.mode': 'append',
      'waf.fail_open.enabled': 'true',
      'zonal_shift.config.enabled': 'true',
    });
    const loose = new FleetView(sandbox, { stack, region, fleet, prefix }).only(
      `${ELB}LoadBalancer`,
      'Door',
    ).Properties;
    expect(attributeMap(loose.LoadBalancerAttributes)['deletion_protection.enabled']).toBe('false');
  });

  test('closes an idle connection before the service does', () => {
    expect(KEEP_ALIVE_TIMEOUT_MS).toBeGreaterThan(IDLE_TIMEOUT.toMilliseconds());
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
      HealthCheckTimeoutSeconds: 4,
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 2,
    });
    expect(properties).toMatchObject({ Matcher: { HttpCode: '200' } });
    expect(attributeMap(TargetGroupAttributes)).toEqual({
      'deregistration_delay.timeout_seconds': '30',
      'load_balancing.cross_zone.enabled': 'true',
      'load_balancing.algorithm.type': 'weighted_random',
      'load_balancing.algorithm.anomaly_mitigation': 'on',
      'stickiness.enabled': 'false',
      ...thresholds(fleet),
    });
  });
});

describe('the thresholds of targets', () => {
  test('never let the load balancer of the citizens speak against its region', () => {
    const { citizen } = TARGET_GROUP_HEALTH;
    expect(citizen.dnsMinimumHealthyTargetCount).toBe(0);
    expect(citizen.dnsMinimumHealthyTargetPercentage).toBe(0);
  });

  test('keep the name of partners while one instance lives, and fail open no sooner', () => {
    const { partner } = TARGET_GROUP_HEALTH;
    expect(partner.dnsMinimumHealthyTargetCount).toBe(1);
    // AWS refuses a threshold for DNS below the one for routing.
    expect(partner.routingMinimumHealthyTargetCount).toBeLessThanOrEqual(
      partner.dnsMinimumHealthyTargetCount,
    );
    expect(partner.routingMinimumHealthyTargetPercentage).toBe(0);
  });

  test.each([2, 3])('are not crossed by the loss of one of %i zones', (zones) => {
    expect(100 * (1 - 1 / zones)).toBeGreaterThanOrEqual(FAIL_OPEN_SHARE);
  });

  test('are crossed before the rest of a fleet that carries all regions is asked for all it can', () => {
    const rest = DEFAULT_TARGET_UTILISATION / (FAIL_OPEN_SHARE / 100);
    expect(rest).toBeGreaterThan(1);
  });
});

interface Ingress {
  readonly CidrIp: string;
  readonly FromPort: number;
  readonly ToPort: number;
}

function thresholds(fleet: string): Record<string, string> {
  const prefix = 'target_group_health';
  const isCitizen = fleet === 'citizen';
  return {
    [`${prefix}.dns_failover.minimum_healthy_targets.count`]: isCitizen ? 'off' : '1',
    [`${prefix}.dns_failover.minimum_healthy_targets.percentage`]: 'off',
    [`${prefix}.unhealthy_state_routing.minimum_healthy_targets.count`]: '1',
    [`${prefix}.unhealthy_state_routing.minimum_healthy_targets.percentage`]: isCitizen
      ? '50'
      : 'off',
  };
}

function attributeMap(attributes: readonly { Key: string; Value: unknown }[]) {
  return Object.fromEntries(attributes.map(({ Key, Value }) => [Key, SynthesizedPlan.text(Value)]));
}
