import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Properties of a `keyUsageStatement`. */
export interface KeyUsageOptions {
  readonly aliasName: string;
  readonly actions: readonly string[];
  /** Services that use the key for the role, such as `dynamodb`. */
  readonly services: readonly string[];
}

/**
 * Lets a role use the key that bears an alias in the role's own region, and only through the named
 * services. IAM knows keys by id, which only the key's own stack has; the condition replaces it.
 */
export function keyUsageStatement(scope: Construct, options: KeyUsageOptions): iam.PolicyStatement {
  const stack = Stack.of(scope);
  return new iam.PolicyStatement({
    actions: options.actions.map((action) => `kms:${action}`),
    resources: [stack.formatArn({ service: 'kms', resource: 'key', resourceName: '*' })],
    conditions: {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': options.aliasName },
      // The service names end differently in China.
      StringLike: {
        'kms:ViaService': options.services.map(
          (service) => `${service}.${stack.region}.amazonaws.com*`,
        ),
      },
    },
  });
}
