import { checkPastCampaigns } from './campaign-checks';
import { planCapacity } from './capacity';
import { problemAt, problemsInOrder } from './finding';
import { planOf } from './normalise';
import type { Plan } from './plan';
import { checkPlan } from './plan-checks';
import { PlanError, type PlanProblem } from './plan-error';
import { planParts } from './plan-parts';
import { planFileSchema } from './schema';
import { checkShape } from './shape-findings';
import { parseYaml, readText, type YamlSource } from './yaml-source';

/** A plan that may be used, and what its author should still know. */
export interface LoadedPlan {
  readonly plan: Plan;
  readonly warnings: readonly PlanProblem[];
}

/** What a text is judged by besides itself. */
export interface ParsePlanOptions {
  /** Name of the file, for messages. */
  readonly file: string;
  /** Which campaigns are past. */
  readonly now: Date;
}

/** Reads a plan file; throws one `PlanError` with every problem in it. */
export function loadPlan(file: string, options: { readonly now: Date }): LoadedPlan {
  return parsePlan(readText(file), { file, now: options.now });
}

/** Reads a plan from its text; throws one `PlanError` with every problem in it. */
export function parsePlan(text: string, { file, now }: ParsePlanOptions): LoadedPlan {
  const source = parseYaml(text, file);
  const shape = checkShape(planFileSchema, source.raw);
  const findings = [...shape.findings, ...checkPlan(planParts(shape.known))];
  const problems = [...source.problems, ...findings.map((finding) => problemAt(source, finding))];
  if (problems.length > 0) throw new PlanError(file, problemsInOrder(problems));

  const plan = planOf(planFileSchema.parse(source.raw));
  checkCapacity(plan, source, file);
  const warnings = checkPastCampaigns(plan.traffic.campaigns, plan.timeZone, now);
  return { plan, warnings: warnings.map((finding) => problemAt(source, finding)) };
}

/** A plan that exceeds a quota of AWS is refused here, where its lines are known. */
function checkCapacity(plan: Plan, source: YamlSource, file: string): void {
  try {
    planCapacity(plan);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    const problems = error.problems.map((problem) => ({
      ...problem,
      ...source.keyAt(problem.path.split('.')),
    }));
    throw new PlanError(file, problems, { cause: error });
  }
}
