import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { planCapacity } from '../../lib/plan/capacity';
import type { Plan } from '../../lib/plan/plan';
import { hasGuardedDoors } from '../../lib/policies/guarded-doors';
import type { Policy, PolicyFinding } from '../../lib/policies/policy';
import { addStacks } from '../../lib/stacks/add-stacks';
import { cdkContext } from '../../lib/stacks/cdk-context';
import { type Assembly, readAssembly } from '../../lib/topology/assembly';
import { addGuards } from './guards';
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

/** The templates of a plan, as the CDK writes them, without bundles. */
export function synthesised(plan: Plan = shippedPlan()): Assembly {
  const outdir = mkdtempSync(join(tmpdir(), 'kapok-policies-'));
  process.env.CDK_VALIDATION = 'false';
  const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
  const app = new App({ context, outdir, analyticsReporting: false });
  addStacks(app, plan, planCapacity(plan));
  app.synth();
  const assembly = readAssembly(outdir);
  rmSync(outdir, { recursive: true });
  return assembly;
}

/** The same with everything behind a web ACL that guarded doors have, where the stacks lack it. */
export function guarded(assembly: Assembly, plan: Plan = shippedPlan()): Assembly {
  if (hasGuardedDoors(assembly)) return assembly;
  return tampered(assembly, /^Region-/, (resources) => addGuards(resources, plan));
}

/** Web ACLs and schedules as this folder makes them, in place of those that the stacks may have. */
export function guardedByHand(assembly: Assembly, plan: Plan = shippedPlan()): Assembly {
  return tampered(assembly, /^Region-/, (resources) => {
    for (const [id, { Type }] of Object.entries(resources)) {
      if (/^AWS::(WAFv2::WebACL(Association)?|Scheduler::Schedule)$/.test(Type))
        delete resources[id];
    }
    addGuards(resources, plan);
  });
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
