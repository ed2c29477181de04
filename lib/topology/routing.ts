import type { Assembly } from './assembly';
import { tryParseSymbol } from './intrinsics';
import { type Property, type Resource, resourcesOf } from './property';
import type {
  HealthCheckTopology,
  RecordPolicy,
  RecordTarget,
  RecordTopology,
  RoutingTopology,
} from './topology';

/** What Route 53 takes for what a health check leaves out. */
export const HEALTH_CHECK_DEFAULTS = { intervalSec: 30, failureThreshold: 3 } as const;

const HEALTH_CHECK = 'AWS::Route53::HealthCheck';
const LOAD_BALANCER = 'AWS::ElasticLoadBalancingV2::LoadBalancer';
const ENDPOINT_TYPES = ['HTTP', 'HTTPS', 'HTTP_STR_MATCH', 'HTTPS_STR_MATCH', 'TCP'] as const;
const OTHER_POLICIES = ['GeoLocation', 'GeoProximityLocation', 'CidrRoutingConfig'];
const RECORD = 'AWS::Route53::RecordSet';

/** A record and the resource that declares it. */
export interface PlacedRecord {
  readonly record: RecordTopology;
  readonly stackName: string;
  readonly logicalId: string;
}

/** Reads the address records of all stacks. */
export function readRecords(assembly: Assembly): readonly PlacedRecord[] {
  return [
    ...resourcesOf(assembly, RECORD).map(({ properties }) => properties),
    ...resourcesOf(assembly, 'AWS::Route53::RecordSetGroup').flatMap((group) =>
      group.get('RecordSets').items(),
    ),
  ]
    .filter((record) => ['A', 'AAAA'].includes(record.get('Type').text()))
    .map((record) => {
      const { stack, logicalId } = record.resource.unconditional();
      return { record: readRecord(record), stackName: stack.stackName, logicalId };
    });
}

/** Reads health checks and address records of all stacks. */
export function readRouting(assembly: Assembly): RoutingTopology {
  const records = readRecords(assembly).map(({ record }) => record);
  return {
    zoneName: readZoneName(assembly, records),
    healthChecks: resourcesOf(assembly, HEALTH_CHECK).map(readHealthCheck),
    records,
  };
}

/** A zone that is not made here is named only by its records: it is what they all end with. */
function readZoneName(assembly: Assembly, records: readonly RecordTopology[]): string {
  const [made] = resourcesOf(assembly, 'AWS::Route53::HostedZone');
  if (made !== undefined) return domainName(made.get('Name'));
  const names = records.map(({ name }) => name.split('.').reverse());
  const [first = []] = names;
  const differing = first.findIndex((label, at) => names.some((name) => name[at] !== label));
  // The records of a zone all at one name would be the zone's own.
  const common = differing === -1 ? first : first.slice(0, differing);
  return [...common].reverse().join('.');
}

function readRecord(record: Property): RecordTopology {
  const healthCheck = record.tryGet('HealthCheckId')?.target(HEALTH_CHECK);
  return {
    name: domainName(record.get('Name')),
    type: record.get('Type').text() as RecordTopology['type'],
    policy: readPolicy(record),
    ...(healthCheck !== undefined && { healthCheckId: healthCheck.id }),
    target: readTarget(record),
    evaluateTargetHealth: record.tryGet('AliasTarget.EvaluateTargetHealth')?.boolean() ?? false,
  };
}

function readTarget(record: Property): RecordTarget {
  const dnsName = record.get('AliasTarget.DNSName');
  const symbol = tryParseSymbol(dnsName.text().replace(/^dualstack\./, ''));
  const target = symbol && record.resource.tryFind(symbol.stackId, symbol.logicalId);
  if (target?.type === LOAD_BALANCER && symbol?.attribute === 'DNSName') {
    return { kind: 'load-balancer', loadBalancerId: target.id };
  }
  // A reference to a record is its name.
  if (target?.type === RECORD && symbol?.attribute === undefined) {
    return { kind: 'record', name: domainName(target.unconditional().get('Name')) };
  }
  const allowed = 'the DNS name of a load balancer, or a reference to a record, of the assembly';
  throw dnsName.unexpected(dnsName.text(), allowed);
}

function readPolicy(record: Property): RecordPolicy {
  for (const name of OTHER_POLICIES) {
    const other = record.tryGet(name);
    if (other !== undefined)
      throw other.unexpected(name, 'simple, weighted, latency or failover records');
  }
  const setIdentifier = record.tryGet('SetIdentifier')?.literal();
  if (setIdentifier === undefined) return { kind: 'simple' };
  const region = record.tryGet('Region')?.literal();
  if (region !== undefined) return { kind: 'latency', setIdentifier, region };
  const failover = record.tryGet('Failover');
  if (failover !== undefined) return { kind: 'failover', setIdentifier, role: readRole(failover) };
  return { kind: 'weighted', setIdentifier, weight: record.get('Weight').number() };
}

function readRole(failover: Property): 'primary' | 'secondary' {
  const role = failover.literal();
  if (role === 'PRIMARY') return 'primary';
  if (role === 'SECONDARY') return 'secondary';
  throw failover.unexpected(role, 'PRIMARY or SECONDARY');
}

function readHealthCheck(resource: Resource): HealthCheckTopology {
  const config = resource.get('HealthCheckConfig');
  const declared = config.get('Type').text();
  const common = {
    id: resource.id,
    inverted: config.tryGet('Inverted')?.boolean() ?? false,
    disabled: config.tryGet('Disabled')?.boolean() ?? false,
  };
  if (declared === 'CALCULATED') {
    const children = config.get('ChildHealthChecks').items();
    return {
      kind: 'calculated',
      ...common,
      childIds: children.map((child) => child.target(HEALTH_CHECK).id),
      healthThreshold: config.get('HealthThreshold').number(),
    };
  }
  const type = ENDPOINT_TYPES.find((candidate) => candidate === declared);
  if (type === undefined) {
    throw config.unexpected(declared, `${ENDPOINT_TYPES.join(', ')} or CALCULATED`);
  }
  const searchString = config.tryGet('SearchString')?.literal();
  return {
    kind: 'endpoint',
    ...common,
    type,
    domainName: domainName(config.get('FullyQualifiedDomainName')),
    port: config.tryGet('Port')?.number() ?? (type.startsWith('HTTPS') ? 443 : 80),
    path: config.tryGet('ResourcePath')?.literal() ?? '/',
    ...(searchString !== undefined && { searchString }),
    intervalSec: readInterval(config),
    failureThreshold:
      config.tryGet('FailureThreshold')?.number() ?? HEALTH_CHECK_DEFAULTS.failureThreshold,
  };
}

function readInterval(config: Property): 10 | 30 {
  const seconds = config.tryGet('RequestInterval')?.number() ?? HEALTH_CHECK_DEFAULTS.intervalSec;
  if (seconds === 10 || seconds === 30) return seconds;
  throw config.unexpected(String(seconds), '10 or 30');
}

function domainName(property: Property): string {
  return property.literal().toLowerCase().replace(/\.$/, '');
}
