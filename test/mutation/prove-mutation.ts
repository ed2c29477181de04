import type { Plan } from '../../lib/plan/plan';
import { judge } from '../../lib/policies/judgement';
import { planWith, shippedPlan } from '../policies/standing-fixture';
import { synthesised } from '../policies/tampered-assembly';
import { THIRD_REGION } from '../stacks/plan-fixture';
import { mutantsOf } from './mutants';
import { checkMutants } from './mutation-check';

/**
 * Deletes every property of the path of an evacuation and of the schedules from the templates of a plan,
 * one at a time, and tells which deletions no rule finds.
 */
function prove(title: string, plan: Plan): number {
  const began = Date.now();
  const assembly = synthesised(plan);
  // Whatever is found before anything is deleted would be taken for the death of every mutant.
  const { findings } = judge(assembly, plan);
  if (findings.length > 0) throw new Error(`${title}: ${findings[0]?.what}`);
  const { mutants, killedBy, survivors, harmless } = checkMutants(
    assembly,
    plan,
    mutantsOf(assembly),
  );
  const sum = (counts: ReadonlyMap<string, number>) =>
    [...counts.values()].reduce((total, one) => total + one, 0);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.log(
    `${title}: ${mutants} mutants, ${sum(killedBy)} killed, ${sum(harmless)} harmless, ${survivors.length} survive (${seconds} s)`,
  );
  for (const [rule, number] of killedBy) console.log(`  killed by ${rule}: ${number}`);
  for (const [reason, number] of harmless) console.log(`  harmless, ${reason}: ${number}`);
  for (const { stackIds, logicalId, path } of survivors) {
    console.log(`  survives: ${stackIds.join(', ')} ${logicalId} ${path}`);
  }
  return survivors.length;
}

const { regions } = shippedPlan();
const survivors =
  prove('shipped plan', shippedPlan()) +
  prove(
    'one region in service, two on standby',
    planWith({ strategy: 'warm-standby', survive: 'none', regions: [...regions, THIRD_REGION] }),
  );
process.exitCode = survivors === 0 ? 0 : 1;
