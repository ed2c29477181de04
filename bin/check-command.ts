import { Command } from 'commander';
import { planCapacity } from '../lib/plan/capacity';
import type { Plan } from '../lib/plan/plan';
import { proveSurvivability, type SurvivabilityProof } from '../lib/policies/survivability';
import { synthesize } from '../lib/stacks/synthesize';
import { readStandingRegions } from '../lib/topology/standing-fleets';
import type { CommandContext } from './command-context';
import { EXIT } from './failure';
import { jsonOption, loadPlanFor, planOption } from './plan-option';
import { renderProof } from './render-proof';
import { withTemporaryFolder } from './temporary-folder';

interface CheckFlags {
  readonly plan: string;
  readonly assembly?: string;
  readonly json: boolean;
}

/** `kapok check`: validates the plan, synthesises it and proves the templates against its demand. */
export function checkCommand(context: CommandContext, exit: (code: number) => void): Command {
  return new Command('check')
    .description('validate the plan, synthesise it and prove that the templates survive')
    .addOption(planOption())
    .option('--assembly <dir>', 'prove the templates of this cloud assembly instead (cdk.out)')
    .addOption(jsonOption())
    .action(async (flags: CheckFlags) => exit(await run(flags, context)));
}

async function run(flags: CheckFlags, context: CommandContext): Promise<number> {
  const plan = loadPlanFor(flags.plan, context);
  const proof = await prove(plan, flags.assembly);
  const text = flags.json
    ? JSON.stringify({ plan: plan.name, survive: plan.survive, ...proof }, null, 2)
    : renderProof(proof, plan);
  context.out(`${text}\n`);
  return proof.holds ? EXIT.holds : EXIT.doesNotHold;
}

async function prove(plan: Plan, assembly: string | undefined): Promise<SurvivabilityProof> {
  if (assembly !== undefined) {
    return proveSurvivability({ regions: readStandingRegions(assembly) }, plan);
  }
  return withTemporaryFolder(async (outdir) => {
    synthesize(plan, planCapacity(plan), { outdir });
    return proveSurvivability({ regions: readStandingRegions(outdir) }, plan);
  });
}
