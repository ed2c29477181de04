import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import type { CapacityPlan } from '../plan/capacity-plan';
import type { Plan } from '../plan/plan';
import { addStacks } from './add-stacks';
import { cdkContext } from './cdk-context';

/** Where `synthesize` writes. */
export interface SynthesizeOptions {
  /**
   * Folder for the cloud assembly.
   * @default a new temporary folder
   */
  readonly outdir?: string;
}

/** An app with the cloud assembly that was made of it. */
export interface SynthesizedApp {
  readonly app: App;
  readonly assembly: CloudAssembly;
}

/**
 * Makes the cloud assembly of a plan in this process, with the same settings as the CDK's command
 * line. Policies are not part of it: whoever asks for the assembly judges it.
 */
export function synthesize(
  plan: Plan,
  capacity: CapacityPlan,
  options: SynthesizeOptions = {},
): CloudAssembly {
  return synthesizeApp(plan, capacity, options).assembly;
}

/** The same with the constructs, for who reviews them as well. */
export function synthesizeApp(
  plan: Plan,
  capacity: CapacityPlan,
  { outdir }: SynthesizeOptions = {},
): SynthesizedApp {
  const app = new App({ context: cdkContext(), outdir, analyticsReporting: false });
  addStacks(app, plan, capacity);
  return { app, assembly: app.synth() };
}
