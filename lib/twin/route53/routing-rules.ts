import type { HealthCheckTopology, RecordTopology, RoutingTopology } from '../../topology/topology';
import { assertGroups } from './record-groups';
import { RoutingRuleError, unknownHealthCheck } from './routing-rule-error';

/** Longest search string of a string-match check, characters. */
export const MAX_SEARCH_STRING_LENGTH = 255;

/** Most children of a calculated check; AWS's pages say 255 or 256, so the lower holds. */
export const MAX_CHILDREN = 255;

/** Most results in a row that a check may ask for. */
export const MAX_FAILURE_THRESHOLD = 10;

/** Heaviest weight of a weighted record. */
export const MAX_WEIGHT = 255;

/**
 * Refuses what Route 53 would refuse.
 * @throws RoutingRuleError for the first rule that is broken
 */
export function assertRoutingRules({ zoneName, healthChecks, records }: RoutingTopology): void {
  const byId = new Map<string, HealthCheckTopology>();
  for (const check of healthChecks) {
    if (byId.has(check.id)) {
      throw new RoutingRuleError(
        'KAPOK_ROUTE53_DUPLICATE_HEALTH_CHECK',
        'two health checks have the same id',
        check.id,
        'one health check per id',
        'give each health check its own id',
      );
    }
    byId.set(check.id, check);
  }
  for (const check of healthChecks) {
    if (check.kind === 'endpoint') assertEndpoint(check);
    else assertCalculated(check, byId);
  }
  for (const record of records) assertRecord(record, zoneName, byId);
  assertGroups(records);
}

/** Whether a name is the zone's own or below it; both in lower case without a final dot. */
export function inZone(name: string, zoneName: string): boolean {
  return name === zoneName || name.endsWith(`.${zoneName}`);
}

function assertEndpoint(check: Extract<HealthCheckTopology, { kind: 'endpoint' }>): void {
  const { id, failureThreshold, searchString } = check;
  if (failureThreshold < 1 || failureThreshold > MAX_FAILURE_THRESHOLD) {
    throw new RoutingRuleError(
      'KAPOK_ROUTE53_FAILURE_THRESHOLD',
      `health check ${id} asks for a number of results that Route 53 does not offer`,
      String(failureThreshold),
      `1 to ${MAX_FAILURE_THRESHOLD}`,
      'change FailureThreshold',
    );
  }
  const length = searchString?.length ?? 0;
  const matches = check.type.endsWith('_STR_MATCH');
  if (matches ? length < 1 || length > MAX_SEARCH_STRING_LENGTH : length > 0) {
    throw new RoutingRuleError(
      'KAPOK_ROUTE53_SEARCH_STRING',
      `health check ${id} of type ${check.type} has a search string that does not fit it`,
      `${length} characters`,
      matches ? `1 to ${MAX_SEARCH_STRING_LENGTH} characters` : 'no search string',
      'change SearchString or the type',
    );
  }
}

function assertCalculated(
  check: Extract<HealthCheckTopology, { kind: 'calculated' }>,
  byId: ReadonlyMap<string, HealthCheckTopology>,
): void {
  const refuse = (got: string): RoutingRuleError =>
    new RoutingRuleError(
      'KAPOK_ROUTE53_CHILDREN',
      `calculated health check ${check.id} cannot have these children`,
      got,
      `up to ${MAX_CHILDREN} declared health checks that are not calculated themselves`,
      'change ChildHealthChecks',
    );
  if (check.childIds.length > MAX_CHILDREN) throw refuse(`${check.childIds.length} children`);
  for (const childId of check.childIds) {
    const child = byId.get(childId);
    if (child?.kind !== 'endpoint') throw refuse(`${child?.kind ?? 'undeclared'} ${childId}`);
  }
}

function assertRecord(
  { name, healthCheckId, policy }: RecordTopology,
  zoneName: string,
  byId: ReadonlyMap<string, HealthCheckTopology>,
): void {
  if (!inZone(name, zoneName)) {
    throw new RoutingRuleError(
      'KAPOK_ROUTE53_OUTSIDE_ZONE',
      'a record lies outside its hosted zone',
      name,
      `${zoneName} and names below it`,
      "change the record's name",
    );
  }
  if (healthCheckId !== undefined && !byId.has(healthCheckId)) {
    throw unknownHealthCheck(healthCheckId, [...byId.keys()]);
  }
  const weight = policy.kind === 'weighted' ? policy.weight : 0;
  if (!Number.isInteger(weight) || weight < 0 || weight > MAX_WEIGHT) {
    throw new RoutingRuleError(
      'KAPOK_ROUTE53_WEIGHT',
      `record ${name} has a weight that Route 53 does not offer`,
      String(weight),
      `whole numbers from 0 to ${MAX_WEIGHT}`,
      'change Weight',
    );
  }
}
