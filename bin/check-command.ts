import { setImmediate as nextTurn } from 'node:timers/promises';
import { Command } from 'commander';
import { planCapacity } from '../lib/plan/capacity';
import type { Plan } from '../lib/plan/plan';
import { reviewSecurity } from '../lib/policies/security-review';
import { synthesizeApp } from '../lib/stacks/synthesize';
import { type CheckReport, makeCheckReport } from '../lib/summary/check-report';
import { readAssembly } from '../lib/topology/assembly';
import type { CommandContext } from './command-context';
import { EXIT } from './failure';
import { jsonOption, loadPlanFor, planOption } from './plan-option';
import { renderCheck } from './render-check';
import { withTemporaryFolder } from './temporary-folder';

interface CheckFlags {
  readonly plan: string;
  readonly assembly?: string;
  readonly hours: boolean;
  readonly json: boolean;
}

/** `kapok check`: validates the plan, synthesises it, proves it and says what would be deployed. */
export function checkCommand(context: CommandContext, exit: (code: number) => void): Command {
  return new Command('check')
    .description('validate the plan, synthesise it, prove it and say what would be deployed')
    .addOption(planOption())
    .option('--assembly <dir>', 'prove the templates of this cloud assembly instead (cdk.out)')
    .option('--hours', 'print every hour of the proof, not only the tightest ones', false)
    .addOption(jsonOption())
    .action(async (flags: CheckFlags) => exit(await run(flags, context)));
}

async function run(flags: CheckFlags, context: CommandContext): Promise<number> {
  const plan = loadPlanFor(flags.plan, context);
  const report = await check(plan, flags.assembly, context);
  const text = flags.json ? JSON.stringify(report, null, 2) : renderCheck(report, flags.hours);
  context.out(`${text}\n`);
  return report.holds ? EXIT.holds : EXIT.doesNotHold;
}

async function check(
  plan: Plan,
  assembly: string | undefined,
  { now, signal }: CommandContext,
): Promise<CheckReport> {
  // Each step holds this process for seconds; in between, whoever interrupted it is heard.
  const step = async <Result>(work: () => Result): Promise<Result> => {
    await nextTurn();
    signal.throwIfAborted();
    return work();
  };
  if (assembly !== undefined) {
    // Templates tell nothing of the constructs that the security rules review.
    return step(() => makeCheckReport({ assembly: readAssembly(assembly), plan, now }));
  }
  return withTemporaryFolder(async (outdir) => {
    const { app } = await step(() => synthesizeApp(plan, planCapacity(plan), { outdir }));
    const security = await step(() => reviewSecurity(app));
    const report = await step(() =>
      makeCheckReport({ assembly: readAssembly(outdir), plan, now, security }),
    );
    return step(() => report);
  });
}
