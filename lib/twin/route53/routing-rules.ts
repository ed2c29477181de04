import type { HealthCheckTopology, RecordTopology, RoutingTopology } from '../../topology/topology';

/** Longest search string of a string-match check, characters. */
export const MAX_SEARCH_STRING_LENGTH = 255;

/** Most children of a calculated check; AWS's pages say 255 or 256, so the lower holds. */
export const MAX_CHILDREN = 255;

/** Most results in a row that a check may ask for. */
export const MAX_FAILURE_THRESHOLD = 10;

/** Heaviest weight of a weighted record. */
export const MAX_WEIGHT = 255;

/** Most weighted or latency records that may share a name and a type. */
export const MAX_RECORDS_PER_NAME = 100;

/** Every code of routing that Route 53 would refuse, and what it stands for. */
export const ROUTING_RULE_CODES = {
  KAPOK_ROUTE53_UNKNOWN_HEALTH_CHECK: 'a record or check names a health check that does not exist',
  KAPOK_ROUTE53_DUPLICATE_HEALTH_CHECK: 'two health checks have the same id',
  KAPOK_ROUTE53_CHILDREN: 'a calculated check has children that Route 53 does not take',
  KAPOK_ROUTE53_SEARCH_STRING: 'a search string is absent, empty or too long',
  KAPOK_ROUTE53_FAILURE_THRESHOLD: 'a failure threshold is out of range',
  KAPOK_ROUTE53_OUTSIDE_ZONE: 'a record lies outside the hosted zone',
  KAPOK_ROUTE53_MIXED_POLICIES: 'records of one name and type have different routing policies',
  KAPOK_ROUTE53_DUPLICATE_RECORD: 'two records of one name and type have the same identifier',
  KAPOK_ROUTE53_TOO_MANY_RECORDS: 'too many records share a name and a type',
  KAPOK_ROUTE53_WEIGHT: 'a weight is out of range',
} as const;

/** Code of one rule of Route 53 that declared routing breaks. */
export type RoutingRuleCode = keyof typeof ROUTING_RULE_CODES;

/** Declared routing that Route 53 would refuse. */
export class RoutingRuleError extends Error {
  override readonly name = 'RoutingRuleError';
  /** What the command line exits with: the assembly cannot be run. */
  readonly exitCode = 3;

  constructor(
    readonly code: RoutingRuleCode,
    message: string,
    readonly got: string,
    readonly allowed: string,
    readonly fix: string,
  ) {
    super(message);
  }
}

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
  for (const group of groupByNameAndType(records).values()) assertGroup(group);
}

/** Records by `<name> <type>`: the groups that a choice is made in. */
export function groupByNameAndType(
  records: readonly RecordTopology[],
): ReadonlyMap<string, readonly RecordTopology[]> {
  const groups = new Map<string, RecordTopology[]>();
  for (const record of records) {
    const key = `${record.name} ${record.type}`;
    groups.set(key, [...(groups.get(key) ?? []), record]);
  }
  return groups;
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

/** The error for a health check id that nothing declares. */
export function unknownHealthCheck(id: string, known: readonly string[]): RoutingRuleError {
  return new RoutingRuleError(
    'KAPOK_ROUTE53_UNKNOWN_HEALTH_CHECK',
    'no such health check',
    id,
    known.join(', '),
    'name a declared health check',
  );
}

function assertGroup(group: readonly RecordTopology[]): void {
  const refuse = (code: RoutingRuleCode, message: string, got: string, allowed: string) =>
    new RoutingRuleError(
      code,
      `${group[0]?.name} ${group[0]?.type}: ${message}`,
      got,
      allowed,
      'change or remove records of this name and type',
    );
  const policies = [...new Set(group.map(({ policy }) => policy.kind))];
  if (policies.length > 1) {
    throw refuse(
      'KAPOK_ROUTE53_MIXED_POLICIES',
      'records of one name and type mix routing policies',
      policies.join(', '),
      'one policy',
    );
  }
  if (group.length > MAX_RECORDS_PER_NAME) {
    throw refuse(
      'KAPOK_ROUTE53_TOO_MANY_RECORDS',
      'too many records of one name and type',
      String(group.length),
      `up to ${MAX_RECORDS_PER_NAME}`,
    );
  }
  const identities = group.flatMap(identitiesOf);
  const twice = identities.find((identity, index) => identities.indexOf(identity) < index);
  if (twice !== undefined) {
    throw refuse(
      'KAPOK_ROUTE53_DUPLICATE_RECORD',
      'two records of one name and type cannot be told apart',
      twice,
      'one simple record, or records with distinct set identifiers (and regions, for latency)',
    );
  }
}

/** What tells a record from its siblings; a latency group also holds one record per region. */
function identitiesOf({ policy }: RecordTopology): readonly string[] {
  switch (policy.kind) {
    case 'simple':
      return ['simple'];
    case 'weighted':
      return [`set identifier ${policy.setIdentifier}`];
    case 'latency':
      return [`set identifier ${policy.setIdentifier}`, `region ${policy.region}`];
  }
}
