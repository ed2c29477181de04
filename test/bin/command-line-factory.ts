import { runCommandLine } from '../../bin/command-line';

/** What a command did: exit code and everything it wrote. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process. */
export async function kapok(...args: string[]): Promise<CommandResult> {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCommandLine(args, {
    signal: new AbortController().signal,
    out: (text) => {
      written.stdout += text;
    },
    note: (text) => {
      written.stderr += text;
    },
    now: new Date('2022-01-01T00:00:00Z'),
  });
  return { exitCode, ...written };
}
