import { Option } from 'commander';
import { loadPlan } from '../lib/plan/load-plan';
import type { Plan } from '../lib/plan/plan';
import { formatPlanProblem } from '../lib/plan/plan-error';
import type { CommandContext } from './command-context';

/** The plan every verb takes unless told otherwise. */
export const DEFAULT_PLAN = 'plans/guangdong.yaml';

/** `--plan FILE`, which every verb has. */
export function planOption(): Option {
  return new Option('--plan <file>', 'the plan to work on').default(DEFAULT_PLAN);
}

/** `--json`, which every verb has. */
export function jsonOption(): Option {
  return new Option('--json', 'print one JSON document on stdout and nothing else').default(false);
}

/**
 * Reads the plan and says on stderr what its author should know.
 * @throws PlanError with every problem of the file
 */
export function loadPlanFor(file: string, { note, now }: CommandContext): Plan {
  const { plan, warnings } = loadPlan(file, { now });
  for (const warning of warnings) note(`warning ${formatPlanProblem(file, warning)}\n`);
  return plan;
}
