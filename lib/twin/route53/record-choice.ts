import type { RecordTopology } from '../../topology/topology';

/** What the choice among records depends on besides the records. */
export interface ChoiceContext {
  readonly healthy: (record: RecordTopology) => boolean;
  /** A number in [0, 1), fresh for every call. */
  readonly random: () => number;
  /** Regions from the nearest to the farthest; a region left out comes last. */
  readonly nearness: readonly string[];
}

/** Health of what a record stands on. */
export interface RecordHealthSources {
  readonly checkHealthy: (healthCheckId: string) => boolean;
  readonly targetHealthy: (loadBalancerId: string) => boolean;
  /** The records that an alias to a name chooses among. */
  readonly recordsUnder: (name: string, type: string) => readonly RecordTopology[];
}

/** Whether a record may be answered: its check and, if it evaluates target health, its target agree. */
export function recordHealthy(record: RecordTopology, sources: RecordHealthSources): boolean {
  return (
    (record.healthCheckId === undefined || sources.checkHealthy(record.healthCheckId)) &&
    (!record.evaluateTargetHealth || aliasHealthy(record, sources))
  );
}

/** An alias to a name is as healthy as the best record under it, so that Route 53 can back out. */
function aliasHealthy({ target, type }: RecordTopology, sources: RecordHealthSources): boolean {
  if (target.kind === 'load-balancer') return sources.targetHealthy(target.loadBalancerId);
  return sources.recordsUnder(target.name, type).some((record) => recordHealthy(record, sources));
}

/**
 * Picks one of the records that share a name and a type, or undefined when there is none.
 * If every record is unhealthy all of them count as healthy: Route 53 always answers something.
 */
export function chooseRecord(
  records: readonly RecordTopology[],
  context: ChoiceContext,
): RecordTopology | undefined {
  const healthy = records.filter(context.healthy);
  const candidates = healthy.length > 0 ? healthy : records;
  switch (candidates[0]?.policy.kind) {
    case 'weighted':
      return byWeight(candidates, context.random);
    case 'latency':
      return byNearness(candidates, context.nearness);
    case 'failover':
      return candidates.find(isPrimary) ?? candidates[0];
    default:
      return candidates[0];
  }
}

function isPrimary({ policy }: RecordTopology): boolean {
  return policy.kind === 'failover' && policy.role === 'primary';
}

function weightOf({ policy }: RecordTopology): number {
  return policy.kind === 'weighted' ? policy.weight : 0;
}

/** Shares in proportion to weight; weight 0 is chosen only where nothing heavier is left, then evenly. */
function byWeight(
  candidates: readonly RecordTopology[],
  random: () => number,
): RecordTopology | undefined {
  const total = candidates.reduce((sum, record) => sum + weightOf(record), 0);
  if (total === 0) return candidates[Math.floor(random() * candidates.length)];
  let left = random() * total;
  for (const record of candidates) {
    left -= weightOf(record);
    if (left < 0) return record;
  }
  // Whole-number weights keep `left` exact, so this is reached only by a random source that returns 1.
  return candidates.findLast((record) => weightOf(record) > 0);
}

function byNearness(
  candidates: readonly RecordTopology[],
  nearness: readonly string[],
): RecordTopology | undefined {
  const distance = ({ policy }: RecordTopology): number => {
    const rank = policy.kind === 'latency' ? nearness.indexOf(policy.region) : -1;
    return rank === -1 ? nearness.length : rank;
  };
  return candidates.reduce((nearest, record) =>
    distance(record) < distance(nearest) ? record : nearest,
  );
}
