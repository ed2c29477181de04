import type { PlacedRecord } from './routing';
import type { ChoosingRecord, UserShare } from './topology';

/** The records that an answer passes, from the name users ask for to a load balancer. */
export type RecordPath = readonly PlacedRecord[];

/** Every way that leads users to a load balancer, from names that no other record points at. */
export function pathsTo(
  loadBalancerId: string,
  records: readonly PlacedRecord[],
): readonly RecordPath[] {
  const inner = new Set(
    records.flatMap(({ record: { target } }) => (target.kind === 'record' ? [target.name] : [])),
  );
  return records
    .filter(({ record }) => !inner.has(record.name))
    .flatMap((entry) => extend([entry], loadBalancerId, records));
}

function extend(
  path: RecordPath,
  loadBalancerId: string,
  records: readonly PlacedRecord[],
): readonly RecordPath[] {
  const last = path.at(-1);
  if (last === undefined) return [];
  const { target } = last.record;
  if (target.kind === 'load-balancer')
    return target.loadBalancerId === loadBalancerId ? [path] : [];
  return below(last, records)
    .filter((next) => !path.includes(next))
    .flatMap((next) => extend([...path, next], loadBalancerId, records));
}

/** The records that an alias to a name chooses among. */
function below(
  { record: { target, type } }: PlacedRecord,
  records: readonly PlacedRecord[],
): readonly PlacedRecord[] {
  if (target.kind !== 'record') return [];
  return records.filter(({ record }) => record.name === target.name && record.type === type);
}

/** How a path shares users with the other records of its names; a simple record shares with none. */
export function userShareOf(path: RecordPath): UserShare | undefined {
  const policies = path.map(({ record }) => record.policy);
  const failover = policies.find((policy) => policy.kind === 'failover');
  const weighted = policies.find((policy) => policy.kind === 'weighted');
  if (failover?.role === 'primary') return { kind: 'primary' };
  // Alone at its level, a secondary takes all that the primary leaves.
  if (failover !== undefined) return { kind: 'secondary', weight: weighted?.weight ?? 1 };
  if (policies.some(({ kind }) => kind === 'latency')) return { kind: 'latency' };
  return weighted && { kind: 'weighted', weight: weighted.weight };
}

/** The records of a path that choose, each told under the name that users ask for. */
export function choosingRecordsOf(
  path: RecordPath,
  records: readonly PlacedRecord[],
): readonly ChoosingRecord[] {
  const name = path[0]?.record.name ?? '';
  return path
    .filter(({ record }) => record.policy.kind !== 'simple')
    .map((placed) => ({
      stackName: placed.stackName,
      logicalId: placed.logicalId,
      name,
      type: placed.record.type,
      hasHealthCheck: isChecked(placed, records),
      evaluateTargetHealth: placed.record.evaluateTargetHealth,
    }));
}

function isChecked(placed: PlacedRecord, records: readonly PlacedRecord[]): boolean {
  if (placed.record.healthCheckId !== undefined) return true;
  const branch = below(placed, records);
  return (
    branch.length > 0 &&
    branch.every(({ record: { healthCheckId } }) => healthCheckId !== undefined)
  );
}
