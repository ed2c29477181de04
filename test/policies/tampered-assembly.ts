import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { planCapacity } from '../../lib/plan/capacity';
import type { Plan } from '../../lib/plan/plan';
import type { Policy, PolicyFinding } from '../../lib/policies/policy';
import { addStacks } from '../../lib/stacks/add-stacks';
import { cdkContext } from '../../lib/stacks/cdk-context';
import { type Assembly, readAssembly } from '../../lib/topology/assembly';
import { shippedPlan } from './standing-fixture';

/** A resource that a test may change. */
export interface LooseResource {
  Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests change templates as the data they are
  Properties: any;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  UpdatePolicy?: any;
}

/** The resources of one template, which a test may change. */
export type LooseResources = Record<string, LooseResource>;

/** Changes the resources of some stacks; gets each stack's id. */
export type Tamper = (resources: LooseResources, stackId: string) => void;

/** The regions of the shipped plan. */
export const HERE = 'ap-southeast-1';
export const THERE = 'ap-northeast-1';

/** An app with its templates, as the CDK writes them. */
export interface SynthesisedApp {
  readonly app: App;
  readonly assembly: Assembly;
}

/** The constructs of a plan with its templates, without bundles. */
export function synthesisedApp(plan: Plan): SynthesisedApp {
  const outdir = mkdtempSync(join(tmpdir(), 'kapok-policies-'));
  try {
    process.env.CDK_VALIDATION = 'false';
    const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
    const app = new App({ context, outdir, analyticsReporting: false });
    addStacks(app, plan, planCapacity(plan));
    app.synth();
    return { app, assembly: readAssembly(outdir) };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** The templates of a plan. */
export function synthesised(plan: Plan = shippedPlan()): Assembly {
  return synthesisedApp(plan).assembly;
}

/** A copy of an assembly in which some stacks were tampered with. */
export function tampered(assembly: Assembly, stackIds: RegExp | string, tamper: Tamper): Assembly {
  const matches = (id: string) =>
    typeof stackIds === 'string' ? id === stackIds : stackIds.test(id);
  return {
    ...assembly,
    stacks: assembly.stacks.map((stack) => {
      if (!matches(stack.id)) return stack;
      const template = structuredClone(stack.template);
      tamper(template.Resources as unknown as LooseResources, stack.id);
      return { ...stack, template };
    }),
  };
}

/** Resources of one type, with their logical ids. */
export function ofType(resources: LooseResources, type: string): [string, LooseResource][] {
  return Object.entries(resources).filter(([, { Type }]) => Type === type);
}

/** The first resource of a type whose logical id begins with a text. */
export function find(resources: LooseResources, type: string, prefix = ''): LooseResource {
  const found = ofType(resources, type).find(([id]) => id.startsWith(prefix));
  if (found === undefined) throw new Error(`no ${prefix} of ${type}`);
  return found[1];
}

/** What a policy finds. */
export function findingsOf(
  policy: Policy,
  assembly: Assembly,
  plan: Plan = shippedPlan(),
): readonly PolicyFinding[] {
  return policy.check(assembly, { plan });
}

/** The schedule whose description matches, by which people tell schedules apart. */
export function findSchedule(resources: LooseResources, description: RegExp): LooseResource {
  const found = ofType(resources, 'AWS::Scheduler::Schedule').find(([, { Properties }]) =>
    description.test(Properties.Description),
  );
  if (found === undefined) throw new Error(`no schedule ${description}`);
  return found[1];
}

/** Takes a schedule away. */
export function removeSchedule(resources: LooseResources, description: RegExp): void {
  const schedule = findSchedule(resources, description);
  for (const [id, resource] of Object.entries(resources)) {
    if (resource === schedule) delete resources[id];
  }
}

/** Replaces a text in what a schedule calls with. */
export function editInput(schedule: LooseResource, from: string, to: string): void {
  const { Target } = schedule.Properties;
  const before = JSON.stringify(Target.Input);
  const after = before.replaceAll(from, to);
  if (after === before) throw new Error(`no ${from} in ${before}`);
  Target.Input = JSON.parse(after);
}
