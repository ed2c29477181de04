import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What happens to data when its stack goes: kept, unless the plan is a sandbox. A resource whose very
 * first creation is rolled back is empty and goes, or its fixed name would block the next attempt.
 */
export function dataRemovalPolicy(sandbox: boolean): RemovalPolicy {
  return sandbox ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
