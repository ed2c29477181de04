import * as iam from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { FleetName } from '../plan/plan';
import {
  type Access,
  bundleAccess,
  launchHookAccess,
  logAccess,
  secretAccess,
  tableAccess,
} from './fleet-access';
import { keyUsageStatement } from './key-usage';
import type { PhysicalNames } from './physical-names';
import { acknowledgeWildcards } from './wildcard-acknowledgement';

/** Properties of a `FleetRole`. */
export interface FleetRoleProps {
  readonly names: PhysicalNames;
  readonly fleet: FleetName;
  readonly autoScalingGroupName: string;
  readonly logGroupName: string;
  /** Bucket that holds the service's archive. */
  readonly bundleBucket: IBucket;
}

/** What an instance of a fleet may do: all of it in its own region, by name. */
export class FleetRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: FleetRoleProps) {
    super(scope, id);
    const { names, fleet, autoScalingGroupName, logGroupName, bundleBucket } = props;
    this.role = new iam.Role(this, 'Role', {
      description: `Instances of ${autoScalingGroupName}`,
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    this.allow(tableAccess(this, names));
    this.allow(secretAccess(this, names, [fleet]));
    const keyUsage = keyUsageStatement(this, {
      aliasName: names.keyAlias,
      actions: ['Decrypt'],
      services: ['dynamodb', 'secretsmanager'],
    });
    this.role.addToPolicy(keyUsage);
    acknowledgeWildcards(
      this.role,
      keyUsage.resources,
      'IAM knows keys by id, which only the stack of the key has; a condition asks for its alias, another for the two services that use it',
    );
    this.allow(bundleAccess(bundleBucket));
    this.allow(launchHookAccess(this, [autoScalingGroupName]));
    this.allow(logAccess(this, [logGroupName]));
  }

  private allow({ actions, resources, wildcard }: Access): void {
    this.role.addToPolicy(
      new iam.PolicyStatement({ actions: [...actions], resources: [...resources] }),
    );
    if (wildcard !== undefined) acknowledgeWildcards(this.role, resources, wildcard);
  }
}
