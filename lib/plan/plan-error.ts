import type { PlanErrorCode } from './plan-error-codes';

/** One thing that is wrong in a plan or scenario file, and where. */
export interface PlanProblem {
  readonly code: PlanErrorCode;
  /** Place in the document, such as `channels[1].share`; empty for the document as a whole. */
  readonly path: string;
  /** 1-based; 0 when the plan was not read from a text. */
  readonly line: number;
  /** 1-based; 0 when the plan was not read from a text. */
  readonly column: number;
  /** What is wrong, in the words of the person who wrote the file. */
  readonly what: string;
  readonly got: string;
  readonly allowed: string;
  /** What to change. */
  readonly fix: string;
}

/** One problem as a line of text: place, what, got, allowed, fix and code. */
export function formatPlanProblem(file: string, problem: PlanProblem): string {
  const place = problem.line > 0 ? `${file}:${problem.line}:${problem.column}` : file;
  const subject = problem.path === '' ? '' : `${problem.path}: `;
  const { what, got, allowed, fix, code } = problem;
  return `${place} ${subject}${what}; got ${got}; allowed: ${allowed}; ${fix} (${code})`;
}

/** Thrown when a plan or scenario file cannot be used; carries every problem found in it. */
export class PlanError extends Error {
  override readonly name = 'PlanError';
  /** Code of the first problem. */
  readonly code: PlanErrorCode;
  /** What the command line exits with: a usage or plan error. */
  readonly exitCode = 2;

  constructor(
    readonly file: string,
    readonly problems: readonly PlanProblem[],
    options?: ErrorOptions,
  ) {
    super(problems.map((problem) => formatPlanProblem(file, problem)).join('\n'), options);
    const first = problems[0];
    if (first === undefined) throw new RangeError('a plan error needs at least one problem');
    this.code = first.code;
  }
}
