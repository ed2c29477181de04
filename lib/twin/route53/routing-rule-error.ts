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
  KAPOK_ROUTE53_FAILOVER:
    'failover records are no pair of a primary and a secondary that evaluate target health',
  KAPOK_ROUTE53_ALIAS_TARGET: 'an alias leads to no record of its type, or back to itself',
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
