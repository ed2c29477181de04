import { readFileSync } from 'node:fs';
import { projectFile } from '../constructs/project-root';

/** The CDK's feature flags, which `cdk.json` alone states, for an app that runs in this process. */
export function cdkContext(): Record<string, unknown> {
  const file = projectFile('cdk.json');
  const { context } = JSON.parse(readFileSync(file, 'utf8')) as {
    context: Record<string, unknown>;
  };
  return context;
}
