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

/**
 * Makes the cloud assembly of a plan in this process, with the same settings as the CDK's command
 * line. Policies are not part of it: whoever asks for the assembly judges it.
 */
export function synthesize(
  plan: Plan,
  capacity: CapacityPlan,
  { outdir }: SynthesizeOptions = {},
): CloudAssembly {
  const app = new App({ context: cdkContext(), outdir, analyticsReporting: false });
  addStacks(app, plan, capacity);
  return app.synth();
}
