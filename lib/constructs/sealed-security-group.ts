import { type ISecurityGroup, SecurityGroup } from 'aws-cdk-lib/aws-ec2';

/**
 * A security group that constructs may use but not add rules to. The rules the CDK adds between two
 * groups have logical ids made of the stack's name, so the same region would differ from the next.
 */
export function sealedSecurityGroup(group: SecurityGroup): ISecurityGroup {
  return SecurityGroup.fromSecurityGroupId(group, 'Sealed', group.securityGroupId, {
    mutable: false,
  });
}
