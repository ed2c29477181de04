import type { Plan } from '../../lib/plan/plan';
import { judgeSurvivability } from '../../lib/policies/judgement';
import { POLICIES } from '../../lib/policies/policies';
import type { Assembly } from '../../lib/topology/assembly';
import { tryFindReason } from './harmless';
import { applyMutant, type Mutant, SIZE_TYPES } from './mutants';

/** What became of some mutants. */
export interface MutationResult {
  readonly mutants: number;
  /** Found by each rule that was the first to find one. */
  readonly killedBy: ReadonlyMap<string, number>;
  readonly survivors: readonly Mutant[];
  /** Those that do no harm, by reason; they are not judged. */
  readonly harmless: ReadonlyMap<string, number>;
}

/** Judges mutants until the first finding each. */
export function checkMutants(
  assembly: Assembly,
  plan: Plan,
  mutants: readonly Mutant[],
): MutationResult {
  const killedBy = new Map<string, number>();
  const harmless = new Map<string, number>();
  const survivors: Mutant[] = [];
  for (const mutant of mutants) {
    const reason = tryFindReason(mutant);
    const rule =
      reason === undefined ? tryFindRule(applyMutant(assembly, mutant), mutant, plan) : undefined;
    if (reason !== undefined) count(harmless, reason);
    else if (rule !== undefined) count(killedBy, rule);
    else survivors.push(mutant);
  }
  return { mutants: mutants.length, killedBy, survivors, harmless };
}

function tryFindRule(assembly: Assembly, { type }: Mutant, plan: Plan): string | undefined {
  for (const policy of POLICIES) {
    const [first] = policy.check(assembly, { plan });
    if (first !== undefined) return first.rule;
  }
  if (!SIZE_TYPES.includes(type)) return undefined;
  return judgeSurvivability(assembly, plan).findings[0]?.rule;
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
