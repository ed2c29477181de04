import type { RecordTopology } from '../../topology/topology';
import { type RoutingRuleCode, RoutingRuleError } from './routing-rule-error';

/** Most weighted or latency records that may share a name and a type. */
export const MAX_RECORDS_PER_NAME = 100;

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

/**
 * Refuses what Route 53 would refuse of records that share a name and a type, and of aliases to them.
 * @throws RoutingRuleError for the first rule that is broken
 */
export function assertGroups(records: readonly RecordTopology[]): void {
  const groups = groupByNameAndType(records);
  for (const group of groups.values()) assertGroup(group);
  for (const record of records) assertAliasTarget(record, groups);
}

function assertGroup(group: readonly RecordTopology[]): void {
  const refuse = refusalOf(group);
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
  const pair = group.flatMap(failoverOf).sort();
  if (pair.length > 0 && pair.join() !== FAILOVER_PAIR.join()) {
    throw refuse(
      'KAPOK_ROUTE53_FAILOVER',
      'failover records of one name and type are no pair',
      pair.join(', '),
      `${FAILOVER_PAIR.join(' and ')}, both evaluating target health`,
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

function refusalOf([first]: readonly RecordTopology[]) {
  return (code: RoutingRuleCode, message: string, got: string, allowed: string) =>
    new RoutingRuleError(
      code,
      `${first?.name} ${first?.type}: ${message}`,
      got,
      allowed,
      'change or remove records of this name and type',
    );
}

const FAILOVER_PAIR = ['primary', 'secondary'];

function failoverOf({ policy, evaluateTargetHealth }: RecordTopology): readonly string[] {
  if (policy.kind !== 'failover') return [];
  return [evaluateTargetHealth ? policy.role : `${policy.role} that does not evaluate its target`];
}

/** What tells a record from its siblings; a latency group also holds one record per region. */
function identitiesOf({ policy }: RecordTopology): readonly string[] {
  switch (policy.kind) {
    case 'simple':
      return ['simple'];
    case 'failover':
    case 'weighted':
      return [`set identifier ${policy.setIdentifier}`];
    case 'latency':
      return [`set identifier ${policy.setIdentifier}`, `region ${policy.region}`];
  }
}

/** Follows an alias down every branch; Route 53 takes none whose target is missing. */
function assertAliasTarget(
  record: RecordTopology,
  groups: ReadonlyMap<string, readonly RecordTopology[]>,
  above: readonly string[] = [],
): void {
  const { name, type, target } = record;
  if (target.kind !== 'record') return;
  const passed = [...above, name];
  const under = groups.get(`${target.name} ${type}`) ?? [];
  if (under.length === 0 || passed.includes(target.name)) {
    throw new RoutingRuleError(
      'KAPOK_ROUTE53_ALIAS_TARGET',
      `${name} ${type}: the alias cannot be answered`,
      [...passed, target.name].join(' -> '),
      `the name of another ${type} record of the zone`,
      "change the alias's target, or add the record",
    );
  }
  for (const next of under) assertAliasTarget(next, groups, passed);
}
