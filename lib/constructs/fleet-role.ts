import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { keyUsageStatement } from './key-usage';
import type { PhysicalNames } from './physical-names';

/** Properties of a `FleetRole`. */
export interface FleetRoleProps {
  readonly names: PhysicalNames;
  readonly autoScalingGroupName: string;
  readonly bundle: Asset;
}

/** What an instance of a fleet may do: all of it in its own region, by name. */
export class FleetRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: FleetRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      description: `Instances of ${props.autoScalingGroupName}`,
      assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com'),
    });
    this.allowData(props.names);
    this.allowBoot(props);
  }

  private allowData(names: PhysicalNames): void {
    this.allow(
      // Facts are only ever added and items of `control` replaced: no update, no delete, no scan.
      ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query', 'dynamodb:PutItem'],
      [names.factsTable, names.controlTable].map((table) => this.arn('dynamodb', 'table', table)),
    );
    this.allow(
      ['secretsmanager:GetSecretValue'],
      // Secrets Manager ends each ARN with six characters of its own.
      [names.signingKeySecret, names.pepperSecret].map((secret) =>
        Stack.of(this).formatArn({
          service: 'secretsmanager',
          resource: `secret:${secret}-??????`,
        }),
      ),
    );
    this.role.addToPolicy(
      keyUsageStatement(this, {
        aliasName: names.keyAlias,
        actions: ['Decrypt'],
        services: ['dynamodb', 'secretsmanager'],
      }),
    );
  }

  private allowBoot({ bundle, autoScalingGroupName }: FleetRoleProps): void {
    // Any archive among the region's assets: a release changes this policy before the launch template,
    // and an instance launched between the two, or during a rollback, asks for an older archive.
    this.allow(['s3:GetObject'], [bundle.bucket.arnForObjects('*.zip')]);
    this.allow(
      ['autoscaling:CompleteLifecycleAction'],
      [
        this.arn(
          'autoscaling',
          'autoScalingGroup',
          `*:autoScalingGroupName/${autoScalingGroupName}`,
          ':',
        ),
      ],
    );
  }

  private allow(actions: string[], resources: string[]): void {
    this.role.addToPolicy(new iam.PolicyStatement({ actions, resources }));
  }

  private arn(service: string, resource: string, name: string, separator = '/'): string {
    return Stack.of(this).formatArn({ service, resource: `${resource}${separator}${name}` });
  }
}
