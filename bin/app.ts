import { App, Validations } from 'aws-cdk-lib';
import { planCapacity } from '../lib/plan/capacity';
import { loadPlan } from '../lib/plan/load-plan';
import { formatPlanProblem, PlanError } from '../lib/plan/plan-error';
import { PolicyPlugin } from '../lib/policies/policy-plugin';
import { SecurityReviewPlugin } from '../lib/policies/security-review';
import { addStacks } from '../lib/stacks/add-stacks';

// Version reporting would add to each template a resource that changes with the machine's tools.
const app = new App({ analyticsReporting: false, autoSynth: false });
// The default stands in `cdk.json`, which the CDK's command line reads: npx cdk synth -c plan=FILE
const file = String(app.node.tryGetContext('plan') ?? '');

try {
  const { plan, warnings } = loadPlan(file, { now: new Date() });
  for (const warning of warnings) console.error(`warning: ${formatPlanProblem(file, warning)}`);
  addStacks(app, plan, planCapacity(plan));
  Validations.of(app).addPlugins(new PolicyPlugin(plan), new SecurityReviewPlugin());
  app.synth();
} catch (error) {
  if (!(error instanceof PlanError)) throw error;
  for (const problem of error.problems) console.error(formatPlanProblem(error.file, problem));
  process.exitCode = error.exitCode;
}
