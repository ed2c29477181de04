import { runCommandLine } from '../../bin/command-line';

/** What a command did: exit code and everything it wrote. */
export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in this process, on New Year's Day 2022. */
export async function kapok(...args: string[]): Promise<CommandResult> {
  return kapokAt(new Date('2022-01-01T00:00:00Z'), ...args);
}

/** Runs a command line in this process at an instant. */
export async function kapokAt(now: Date, ...args: string[]): Promise<CommandResult> {
  const written = { stdout: '', stderr: '' };
  const exitCode = await runCommandLine(args, {
    signal: new AbortController().signal,
    out: (text) => {
      written.stdout += text;
    },
    note: (text) => {
      written.stderr += text;
    },
    now,
  });
  return { exitCode, ...written };
}
