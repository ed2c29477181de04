import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { planCapacity } from '../../lib/plan/capacity';
import type { CapacityPlan } from '../../lib/plan/capacity-plan';
import type { Plan } from '../../lib/plan/plan';
import { addStacks } from '../../lib/stacks/add-stacks';
import { cdkContext } from '../../lib/stacks/cdk-context';
import { planFixture } from './plan-fixture';

/** A resource as a template holds it. */
export interface TemplateResource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
  readonly Properties: any;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly UpdatePolicy?: any;
}

/** The cloud assembly of a plan, read for assertions. */
export class SynthesizedPlan {
  readonly plan: Plan;
  readonly capacity: CapacityPlan;
  readonly assembly: CloudAssembly;

  constructor(changes: Partial<Plan> = {}, capacity?: CapacityPlan) {
    this.plan = planFixture(changes);
    this.capacity = capacity ?? planCapacity(this.plan);
    const outdir = mkdtempSync(join(tmpdir(), 'kapok-stacks-'));
    try {
      this.assembly = this.synthesize(outdir);
    } catch (error) {
      rmSync(outdir, { recursive: true, force: true });
      throw error;
    }
  }

  /** Without bundles and the CDK's own rules, which take most of the time and have their tests. */
  private synthesize(outdir: string): CloudAssembly {
    process.env.CDK_VALIDATION = 'false';
    const context = { ...cdkContext(), 'aws:cdk:bundling-stacks': [] };
    const app = new App({ context, outdir, analyticsReporting: false });
    addStacks(app, this.plan, this.capacity);
    return app.synth();
  }

  /** Removes the assembly from the disk; what was read before stays readable. */
  remove(): void {
    rmSync(this.assembly.directory, { recursive: true });
  }

  stackIds(): string[] {
    return this.assembly.stacks.map(({ id }) => id).sort();
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  template(stackId: string): any {
    const stack = this.assembly.stacks.find(({ id }) => id === stackId);
    if (stack === undefined) throw new Error(`no stack ${stackId}`);
    return stack.template;
  }

  /** Resources of one type by logical id. */
  resources(stackId: string, type: string): Record<string, TemplateResource> {
    const all = Object.entries<TemplateResource>(this.template(stackId).Resources);
    return Object.fromEntries(all.filter(([, { Type }]) => Type === type));
  }

  /** Resources of one type whose logical id starts with a text. */
  resourceList(stackId: string, type: string, idPrefix = ''): TemplateResource[] {
    return Object.entries(this.resources(stackId, type))
      .filter(([id]) => id.startsWith(idPrefix))
      .map(([, resource]) => resource);
  }

  /** The only resource of one type whose logical id starts with a text. */
  only(stackId: string, type: string, idPrefix = ''): TemplateResource {
    const [first, ...others] = this.resourceList(stackId, type, idPrefix);
    if (first === undefined || others.length > 0) {
      throw new Error(`${stackId} has ${others.length + (first ? 1 : 0)} ${idPrefix} ${type}`);
    }
    return first;
  }

  /** Keys under which a stack's archives are put into the bucket of its region. */
  assetKeys(stackId: string): string[] {
    const file = join(this.assembly.directory, `${stackId}.assets.json`);
    const { files } = JSON.parse(readFileSync(file, 'utf8')) as AssetManifest;
    return Object.values(files).flatMap(({ destinations }) =>
      Object.values(destinations).map(({ objectKey }) => objectKey),
    );
  }

  /** Texts inside a value joined, with references as `<name>`. */
  static text(value: unknown): string {
    if (typeof value !== 'object' || value === null) return String(value);
    const { Ref, 'Fn::Join': join, 'Fn::Sub': sub, 'Fn::Base64': base64 } = value as Intrinsic;
    if (Ref !== undefined) return `<${Ref}>`;
    if (sub !== undefined) return sub;
    if (base64 !== undefined) return SynthesizedPlan.text(base64);
    if (join !== undefined) return join[1].map(SynthesizedPlan.text).join(join[0]);
    return JSON.stringify(value);
  }
}

interface AssetManifest {
  readonly files: Record<string, { destinations: Record<string, { objectKey: string }> }>;
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::Sub'?: string;
  readonly 'Fn::Base64'?: unknown;
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}
