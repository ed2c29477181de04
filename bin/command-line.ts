import { Command, CommanderError } from 'commander';
import { checkCommand } from './check-command';
import type { CommandContext } from './command-context';
import { EXIT, type Failure, failureText, tryExplain } from './failure';
import { rehearseCommand } from './rehearse-command';

/** Runs one verb; returns the exit code. */
export async function runCommandLine(
  args: readonly string[],
  context: CommandContext,
): Promise<number> {
  let exitCode: number = EXIT.holds;
  const program = makeProgram(context, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(context.signal.aborted ? context.signal.reason : error, args, context);
  }
}

/** The verbs with their flags; also what the tests hold the README against. */
export function makeProgram(context: CommandContext, exit: (code: number) => void): Command {
  const program = new Command('kapok')
    .description('Application-level disaster recovery: proved at synth, rehearsed on one machine.')
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: () => undefined })
    .showSuggestionAfterError()
    .addHelpText('after', EXAMPLES);
  for (const verb of [checkCommand(context, exit), rehearseCommand(context, exit)]) {
    program.addCommand(verb.copyInheritedSettings(program));
  }
  return program;
}

const EXAMPLES = `
Examples:
  npx kapok check                            prove that the plan survives the loss of a region
  npx kapok rehearse                         replay the morning of 10 January 2022 and lose a region
  npx kapok rehearse --strategy single-region    see the rehearsal fail

Exit codes: 0 holds; 1 does not hold; 2 usage or plan error; 3 environment; 130 interrupted.`;

function report(error: unknown, args: readonly string[], context: CommandContext): number {
  if (error instanceof CommanderError) {
    // Asked for help or version, which has been printed.
    if (error.exitCode === 0) return EXIT.holds;
    return fail([usageFailure(error)], EXIT.usage, args, context);
  }
  const explained = tryExplain(error);
  if (explained !== undefined) return fail(explained.failures, explained.exitCode, args, context);
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const code = 'KAPOK_INTERNAL';
  return fail([{ code, what, fix: 'report this: it is a fault of kapok' }], 3, args, context);
}

function usageFailure(error: CommanderError) {
  // Without a verb commander has only the help to give.
  const noVerb = error.code === 'commander.help';
  const what = noVerb ? 'no verb given' : error.message.replace(/^error: /, '').replace(/\n/g, ' ');
  return { code: 'KAPOK_USAGE', what, fix: 'see npx kapok --help' };
}

function fail(
  failures: readonly Failure[],
  exitCode: number,
  args: readonly string[],
  context: CommandContext,
): number {
  for (const failure of failures) context.note(`${failureText(failure)}\n`);
  if (args.includes('--json')) context.out(`${JSON.stringify({ errors: failures }, null, 2)}\n`);
  return exitCode;
}
