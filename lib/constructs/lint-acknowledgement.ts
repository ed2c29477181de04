import { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/** A finding of cfn-lint that is accepted, and why. */
export interface LintAcknowledgement {
  /** Rule of cfn-lint, such as `W3005`. */
  readonly rule: string;
  readonly reason: string;
}

/**
 * Accepts a finding in the resources of one type that a construct holds by now; rule and reason stand
 * in the template, at each resource.
 */
export function acknowledgeLint(
  scope: IConstruct,
  resourceType: string,
  { rule, reason }: LintAcknowledgement,
): void {
  const resources = scope.node.findAll().filter((child) => CfnResource.isCfnResource(child));
  for (const resource of resources) {
    if (resource.cfnResourceType !== resourceType) continue;
    resource.addMetadata('cfn-lint', {
      config: { ignore_checks: [rule] },
      reasons: { [rule]: reason },
    });
  }
}
