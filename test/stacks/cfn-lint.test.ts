import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { App } from 'aws-cdk-lib';
import { planCapacity } from '../../lib/plan/capacity';
import { loadPlan } from '../../lib/plan/load-plan';
import type { Plan } from '../../lib/plan/plan';
import { STRATEGIES } from '../../lib/plan/strategies';
import { addStacks } from '../../lib/stacks/add-stacks';
import { cdkContext } from '../../lib/stacks/cdk-context';

const folder = mkdtempSync(join(tmpdir(), 'kapok-cfn-lint-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function shippedPlan(name: string): Plan {
  const file = resolve(__dirname, '../../plans', `${name}.yaml`);
  return loadPlan(file, { now: new Date(0) }).plan;
}

function installed(): boolean {
  return spawnSync('cfn-lint', ['--version']).status === 0;
}

/** What cfn-lint says about every template of a plan. */
function lint(plan: Plan): string {
  const outdir = mkdtempSync(join(folder, 'cdk-out-'));
  // What is in the bundles does not matter here and takes most of the time.
  const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, outdir, analyticsReporting: false });
  addStacks(app, plan, planCapacity(plan));
  app.synth();
  const templates = readdirSync(outdir)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => join(outdir, name));
  expect(templates.length).toBeGreaterThan(2);
  try {
    return execFileSync('cfn-lint', templates, { encoding: 'utf8' });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

describe('cfn-lint finds nothing in any template', () => {
  const guangdong = shippedPlan('guangdong');
  const plans: readonly (readonly [string, Plan])[] = [
    ['guangdong-cn', shippedPlan('guangdong-cn')],
    ...Object.keys(STRATEGIES).map(
      (strategy) => [strategy, { ...guangdong, strategy: strategy as Plan['strategy'] }] as const,
    ),
    ['a sandbox', { ...guangdong, sandbox: true }],
    ['latency routing', { ...guangdong, routing: 'latency' }],
  ];

  test.each(plans)(
    'of %s',
    (_, plan) => {
      if (!installed()) {
        console.info('skipped: cfn-lint is not installed');
        return;
      }
      expect(lint(plan)).toBe('');
    },
    60_000,
  );
});
