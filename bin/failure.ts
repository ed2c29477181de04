import { CommanderError } from 'commander';
import { PlanError } from '../lib/plan/plan-error';

/** What a command exits with; also in README and `--help`. */
export const EXIT = {
  holds: 0,
  doesNotHold: 1,
  usage: 2,
  environment: 3,
  interrupted: 130,
} as const;

/** Codes of what the command line itself refuses or reports, and what each stands for. */
export const COMMAND_ERROR_CODES = {
  KAPOK_USAGE: 'the command line is not one that exists',
  KAPOK_USAGE_REGION: 'the region to lose does not serve in this plan',
  KAPOK_USAGE_STRATEGY: 'the strategy needs more regions than the plan names',
  KAPOK_USAGE_ZONE: 'the plan deploys nothing but its own hosted zone yet',
  KAPOK_INTERRUPTED: 'the command was interrupted; everything it started has ended',
  KAPOK_INTERNAL: 'a fault of kapok itself',
} as const;

/** One clear error: what went wrong and what to change. */
export interface Failure {
  readonly code: string;
  readonly what: string;
  readonly got?: string | undefined;
  readonly allowed?: string | undefined;
  readonly fix?: string | undefined;
  /** Place in a file, such as `plans/a.yaml:12:5 channels[1].share`. */
  readonly place?: string;
}

/** A command line that cannot be carried out as it is; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly exitCode = EXIT.usage;
  readonly got: string;
  readonly allowed: string;
  readonly fix: string;

  constructor(
    readonly code: keyof typeof COMMAND_ERROR_CODES,
    what: string,
    detail: { readonly got: string; readonly allowed: string; readonly fix: string },
  ) {
    super(what);
    this.got = detail.got;
    this.allowed = detail.allowed;
    this.fix = detail.fix;
  }
}

/** The user pressed Ctrl-C or the process was told to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  readonly code = 'KAPOK_INTERRUPTED';
  readonly exitCode = EXIT.interrupted;
}

/** Errors of ours all look like this. */
interface Reportable extends Error {
  readonly code: string;
  readonly exitCode: number;
  readonly got?: string;
  readonly allowed?: string;
  readonly fix?: string;
}

/** What to tell the user about an error and what to exit with; undefined for a fault of our own. */
export function tryExplain(
  error: unknown,
): { readonly failures: readonly Failure[]; readonly exitCode: number } | undefined {
  if (error instanceof PlanError) {
    return { failures: error.problems.map((problem) => placed(error.file, problem)), exitCode: 2 };
  }
  if (error instanceof CommanderError) return undefined;
  if (!isReportable(error)) return undefined;
  const { code, message: what, got, allowed, fix, exitCode } = error;
  return { failures: [{ code, what, got, allowed, fix }], exitCode };
}

/** The failure as lines of text. */
export function failureText({ code, what, got, allowed, fix, place }: Failure): string {
  const lines = [`error ${code}: ${place === undefined ? '' : `${place}: `}${what}`];
  if (got !== undefined && got !== '') lines.push(`  got      ${got}`);
  if (allowed !== undefined && allowed !== '') lines.push(`  allowed  ${allowed}`);
  if (fix !== undefined && fix !== '') lines.push(`  change   ${fix}`);
  return lines.join('\n');
}

function placed(file: string, problem: PlanError['problems'][number]): Failure {
  const { code, what, got, allowed, fix, line, column, path } = problem;
  const position = line > 0 ? `${file}:${line}:${column}` : file;
  return { code, what, got, allowed, fix, place: path === '' ? position : `${position} ${path}` };
}

function isReportable(error: unknown): error is Reportable {
  if (!(error instanceof Error)) return false;
  const { code, exitCode } = error as Partial<Reportable>;
  return typeof code === 'string' && typeof exitCode === 'number';
}
