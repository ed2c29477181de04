import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

/** Fails with all that cfn-lint says, unless it ends well: one that crashes has checked nothing. */
function lint(region: string, templates: readonly string[], command = 'cfn-lint'): void {
  const { status, stdout, stderr, error } = spawnSync(
    command,
    ['--regions', region, '--template', ...templates],
    { encoding: 'utf8' },
  );
  if (status === 0) return;
  const said = [stdout, stderr, error?.message].filter(Boolean).join('\n');
  throw new Error(`cfn-lint ended with ${status} for ${region}: ${said}`);
}

/** The templates of a plan by the region they are for. */
function templatesByRegion(plan: Plan): ReadonlyMap<string, readonly string[]> {
  const outdir = mkdtempSync(join(folder, 'cdk-out-'));
  // What is in the bundles does not matter here and takes most of the time.
  const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, outdir, analyticsReporting: false });
  addStacks(app, plan, planCapacity(plan));
  const byRegion = new Map<string, string[]>();
  for (const { environment, templateFullPath } of app.synth().stacks) {
    const others = byRegion.get(environment.region) ?? [];
    byRegion.set(environment.region, [...others, templateFullPath]);
  }
  return byRegion;
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
      const byRegion = templatesByRegion(plan);
      expect([...byRegion.keys()]).toContain(plan.regions[0]?.name);
      for (const [region, templates] of byRegion) lint(region, templates);
    },
    60_000,
  );
});

describe('a check by cfn-lint fails', () => {
  test.each([
    ['of what it cannot read', 'AWSTemplateFormatVersion: [', 'E0000'],
    ['of a resource it does not know', '{"Resources":{"A":{"Type":"AWS::No::Such"}}}', 'E3006'],
  ])('because %s', (_, template, said) => {
    if (!installed()) {
      console.info('skipped: cfn-lint is not installed');
      return;
    }
    const file = join(folder, 'broken.template.json');
    writeFileSync(file, template);
    expect(() => lint('ap-southeast-1', [file])).toThrow(said);
  });

  test('because it crashes, which it says on the other stream', () => {
    const crashing = join(folder, 'crashing');
    writeFileSync(crashing, '#!/bin/sh\necho "Traceback: no module" >&2\nexit 1\n', {
      mode: 0o755,
    });
    expect(() => lint('ap-southeast-1', [], crashing)).toThrow(
      'cfn-lint ended with 1 for ap-southeast-1: Traceback: no module',
    );
  });
});
