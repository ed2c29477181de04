import { readAssembly } from '../../lib/topology/assembly';
import { readDeployFunctions } from '../../lib/topology/deploy-functions';
import { SynthesizedPlan } from '../stacks/synthesized-plan';

test('functions of the CDK that empty the buckets of a sandbox make no data, and are left out', () => {
  const sandbox = new SynthesizedPlan({ sandbox: true });
  const emptied = sandbox.resourceList('Foundation-ap-southeast-1', 'Custom::S3AutoDeleteObjects');
  const functions = readDeployFunctions(readAssembly(sandbox.assembly.directory));
  sandbox.remove();

  expect(emptied).toHaveLength(3);
  expect(functions.length).toBeGreaterThan(0);
  for (const { logicalId } of functions) expect(logicalId).not.toMatch(/AutoDelete/);
});
