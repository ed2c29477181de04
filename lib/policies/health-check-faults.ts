import { PARTITIONS } from '../plan/partitions';
import type { Assembly } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { aliasRecordsOf } from './alias-records';
import { type Fault, type PolicyContext, placeOf } from './policy';
import { absent, between, exactly, oneOf, type Requirement, stated, unmet } from './requirement';

export const HEALTH_CHECK = 'AWS::Route53::HealthCheck';
const CONFIG = 'HealthCheckConfig';

/** Route 53 asks from at least three places, so that one that is cut off decides nothing. */
const LEAST_CHECKER_REGIONS = 3;

const COMMON: readonly Requirement[] = [
  absent(`${CONFIG}.Disabled`, 'a disabled check counts as healthy, whatever the region says'),
  absent(`${CONFIG}.RoutingControlArn`, 'moving users must not need another control plane'),
  absent(`${CONFIG}.AlarmIdentifier`, 'moving users must not wait for the metrics of one region'),
];

const CALCULATED: readonly Requirement[] = [
  ...COMMON,
  stated(`${CONFIG}.ChildHealthChecks`, 'a check without children says nothing'),
  exactly(`${CONFIG}.Inverted`, false, 'the sum of the answers must not be turned round'),
  stated(`${CONFIG}.HealthThreshold`, 'how many children must be healthy is left open'),
];

const ENDPOINT: readonly Requirement[] = [
  ...COMMON,
  exactly(`${CONFIG}.EnableSNI`, true, 'the load balancer chooses its certificate by this name'),
  exactly(`${CONFIG}.Port`, 443, 'the region is judged by the port that users come to'),
  stated(`${CONFIG}.FullyQualifiedDomainName`, 'it is not said who is asked'),
  stated(`${CONFIG}.ResourcePath`, 'it is not said what is asked'),
  stated(`${CONFIG}.SearchString`, 'any page at all would be taken for an answer'),
  oneOf(`${CONFIG}.Type`, ['HTTPS_STR_MATCH'], 'a redirect or a fallback page must be no answer'),
  {
    path: `${CONFIG}.Inverted`,
    holds: (value) => value === true || value === false,
    allowed: 'true or false',
    why: 'whether the words mean health or its loss is left open',
  },
  {
    path: `${CONFIG}.RequestInterval`,
    holds: (value) => value === 10 || value === 30,
    allowed: '10 or 30',
    why: 'how fast users leave a region must be stated',
  },
  between(`${CONFIG}.FailureThreshold`, 1, 5, 'how fast users leave a region must be stated'),
  exactly(`${CONFIG}.MeasureLatency`, false, 'it is paid for and nothing reads it'),
  absent(`${CONFIG}.IPAddress`, 'an address outlives the load balancer that had it'),
];

/** Checks that hold less than they must, and checks of a kind that needs more than the data plane. */
export function findHealthCheckFaults(
  assembly: Assembly,
  { plan }: PolicyContext,
): readonly Fault[] {
  const judged = new Map<string, Resource>();
  for (const check of resourcesOf(assembly, HEALTH_CHECK)) {
    if (typeOf(check) !== 'CALCULATED') judged.set(check.id, check);
  }
  for (const check of checksOfRecords(assembly)) judged.set(check.id, check);
  const checks = [...judged.values()];
  const calculated = checks.filter((check) => typeOf(check) === 'CALCULATED');
  const endpoints = checks.filter((check) => typeOf(check) !== 'CALCULATED');
  return [
    ...calculated.flatMap((check) => unmet(check, CALCULATED)),
    ...endpoints.flatMap((check) => unmet(check, ENDPOINT)),
    ...checkerFaults(endpoints, PARTITIONS[plan.partition].checkerRegions),
  ];
}

function typeOf(check: Resource): string | undefined {
  return check.tryGet(`${CONFIG}.Type`)?.text();
}

/**
 * Where checkers ask from is stated, alike for all checks, wherever Route 53 leaves a choice: what is
 * left out is whatever it chooses at the time, and of one evacuation, one check must not hear while
 * another does not.
 */
function checkerFaults(checks: readonly Resource[], choice: readonly string[]): readonly Fault[] {
  const path = `${CONFIG}.Regions`;
  if (choice.length === 0) {
    const why = 'the partition leaves no choice of checkers, and refuses one';
    return checks.flatMap((check) => unmet(check, [absent(path, why)]));
  }
  const listOf = (check: Resource) =>
    (check.tryGet(path)?.items() ?? []).map((region) => region.text()).sort();
  const all = [...new Set(checks.flatMap(listOf))].filter((one) => choice.includes(one)).sort();
  const wanted = all.length < LEAST_CHECKER_REGIONS ? choice : all;
  return checks
    .filter((check) => listOf(check).join() !== [...wanted].sort().join())
    .map((check) => ({
      ...placeOf(check, path),
      what: `${check.logicalId} is asked from ${listOf(check).join(', ') || 'places not stated'}`,
      fix: `state the same regions for all checks, at least ${LEAST_CHECKER_REGIONS}: ${wanted.join(', ')}`,
    }));
}

/** All checks that decide about a record, each with its children. */
function checksOfRecords(assembly: Assembly): readonly Resource[] {
  return aliasRecordsOf(assembly).flatMap(({ record }) => {
    const check = record.tryGet('HealthCheckId')?.tryTarget();
    if (check === undefined) return [];
    return [check, ...childrenOf(check)];
  });
}

/** The checks a calculated one is made of; what it names outside the templates is left out. */
export function childrenOf(check: Resource): readonly Resource[] {
  const children = check.tryGet(`${CONFIG}.ChildHealthChecks`)?.items() ?? [];
  return children.flatMap((child) => child.tryTarget() ?? []);
}
