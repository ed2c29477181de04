import type { PlanErrorCode } from '../../lib/plan/plan-error-codes';

/** A plan with one mistake and the one problem it must be told as. */
export interface BrokenPlan {
  readonly mistake: string;
  readonly text: string;
  readonly code: PlanErrorCode;
  readonly path: string;
  readonly line: number;
  /** A part of the advice. */
  readonly fix?: string;
}
