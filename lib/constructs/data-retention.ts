import { RemovalPolicy } from 'aws-cdk-lib';

/**
 * What happens to data when its stack goes: kept, unless the plan is a sandbox. What was made by a
 * first creation that fails is empty and may go, or its fixed name would block the next attempt.
 *
 * Tables and load balancers are protected against deletion from their first second, and CloudFormation
 * does not lift that when it rolls back. A first deployment that fails then ends in ROLLBACK_FAILED,
 * with those resources left. So deploy a stack for the first time with `cdk deploy --no-rollback`:
 * what was made stays, and the next deployment goes on from there. After a rollback that failed, lift
 * the protection of each resource that is left (a table in every region) and of the stack, delete the
 * stack, and deploy again. Protection that comes later would be missing when it is forgotten.
 */
export function dataRemovalPolicy(sandbox: boolean): RemovalPolicy {
  return sandbox ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;
}
