import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** Accepts cdk-nag's finding that a policy inside a construct names each of these resources by a wildcard. */
export function acknowledgeWildcards(
  scope: IConstruct,
  arns: readonly string[],
  reason: string,
): void {
  const stack = Stack.of(scope);
  for (const arn of arns) {
    const id = `AwsSolutions-IAM5[Resource::${flat(stack.resolve(arn))}]`;
    Validations.of(scope).acknowledge({ id, reason });
  }
}

/** As cdk-nag prints it: with a reference as its name in angle brackets. */
function flat(resolved: unknown): string {
  if (typeof resolved === 'string') return resolved.replace(/\$\{([^}]+)\}/g, '<$1>');
  const { Ref, 'Fn::Sub': sub, 'Fn::Join': join } = resolved as Intrinsic;
  if (Ref !== undefined) return `<${Ref}>`;
  if (sub !== undefined) return flat(sub);
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  throw new Error(`an ARN that cannot be printed: ${JSON.stringify(resolved)}`);
}

interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::Sub'?: string;
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}
