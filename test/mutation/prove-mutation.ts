import type { Assembly } from '../../lib/topology/assembly';
import { shippedPlan } from '../policies/standing-fixture';
import { guarded, synthesised } from '../policies/tampered-assembly';
import { mutantsOf } from './mutants';
import { checkMutants } from './mutation-check';

/**
 * Deletes every property of the path of an evacuation and of the schedules from the templates of the
 * shipped plan, one at a time, and tells which deletions no rule finds.
 */
function prove(title: string, assembly: Assembly): number {
  const began = Date.now();
  const { mutants, killedBy, survivors, harmless } = checkMutants(
    assembly,
    shippedPlan(),
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

const bare = synthesised();
const behind = guarded(bare);
const survivors =
  prove('shipped plan', bare) + (behind === bare ? 0 : prove('the same behind web ACLs', behind));
process.exitCode = survivors === 0 ? 0 : 1;
