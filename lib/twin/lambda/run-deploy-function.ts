import { join } from 'node:path';
import type { DeployFunctionTopology } from '../../topology/topology';
import { TYPESCRIPT_LOADER } from '../child-process';
import type { ProcessGroup } from '../process-group';
import { TwinError } from '../twin-error';
import type { Invocation, InvocationResult } from './process';

/**
 * Calls a function as CloudFormation does when the stack is created.
 * @throws TwinError when the function fails
 */
export async function runDeployFunction(
  deployFunction: DeployFunctionTopology,
  awsEndpoint: string,
  group: ProcessGroup,
): Promise<void> {
  const child = group.start({
    title: `function ${deployFunction.logicalId}`,
    modulePath: join(__dirname, 'process.ts'),
    imports: [TYPESCRIPT_LOADER],
    environment: {
      ...deployFunction.environment,
      AWS_REGION: deployFunction.region,
      AWS_ENDPOINT_URL: awsEndpoint,
      AWS_ACCESS_KEY_ID: 'twin',
      AWS_SECRET_ACCESS_KEY: 'twin',
    },
  });
  const invocation: Invocation = {
    bundleDirectory: deployFunction.bundleDirectory,
    handler: deployFunction.handler,
    event: { RequestType: 'Create', ResourceProperties: deployFunction.resourceProperties },
  };
  child.send(invocation);
  const result = await child.first((said) =>
    typeof said === 'object' ? (said as InvocationResult) : undefined,
  );
  await child.kill();
  if (result.type === 'result') return;
  throw new TwinError(
    'KAPOK_TWIN_DEPLOY_FUNCTION',
    `the deploy-time function ${deployFunction.logicalId} failed`,
    { got: result.message, fix: 'run its tests; the twin calls the bundle that would be deployed' },
  );
}
