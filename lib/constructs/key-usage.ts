import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';

/** Properties of a `keyUsageStatement`. */
export interface KeyUsageOptions {
  readonly aliasName: string;
  readonly actions: readonly string[];
  /** Services that use the key for the role, such as `dynamodb`. */
  readonly services: readonly string[];
  /**
   * Regions whose key that is.
   * @default the stack's own region
   */
  readonly regions?: readonly string[];
}

/**
 * Lets a role use the key that bears an alias in each of some regions, and only through the named
 * services. IAM knows keys by id, which only the key's own stack has; the condition replaces it.
 */
export function keyUsageStatement(scope: Construct, options: KeyUsageOptions): iam.PolicyStatement {
  const stack = Stack.of(scope);
  const { regions = [stack.region] } = options;
  return new iam.PolicyStatement({
    actions: options.actions.map((action) => `kms:${action}`),
    resources: regions.map((region) =>
      stack.formatArn({ service: 'kms', region, resource: 'key', resourceName: '*' }),
    ),
    conditions: {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': options.aliasName },
      // The service names end differently in China.
      StringLike: {
        'kms:ViaService': regions.flatMap((region) =>
          options.services.map((service) => `${service}.${region}.amazonaws.com*`),
        ),
      },
    },
  });
}

/** Properties of `letWriteSecrets`. */
export interface SecretKeyOptions {
  readonly keyAlias: string;
  /** Regions that hold a copy of the secrets beside the stack's own. */
  readonly replicaRegions: readonly string[];
}

/**
 * Lets a role that writes secrets use the keys that encrypt them: Secrets Manager encrypts each
 * region's copy for whoever wrote the value.
 */
export function letWriteSecrets(
  role: iam.IRole,
  { keyAlias, replicaRegions }: SecretKeyOptions,
): void {
  const stack = Stack.of(role);
  const regions = [stack.region, ...replicaRegions];
  role.addToPrincipalPolicy(
    keyUsageStatement(role, {
      aliasName: keyAlias,
      actions: ['Decrypt', 'Encrypt', 'GenerateDataKey'],
      services: ['secretsmanager'],
      regions,
    }),
  );
  for (const region of regions) {
    Validations.of(role).acknowledge({
      id: `AwsSolutions-IAM5[Resource::arn:${stack.partition}:kms:${region}:<AWS::AccountId>:key/*]`,
      reason:
        'keys are known by alias here: the statement holds for the plan’s key alone, and for Secrets Manager only',
    });
  }
}
