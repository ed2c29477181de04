import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { keyUsageStatement } from './key-usage';

/** Properties of a `BackupRole`. */
export interface BackupRoleProps {
  readonly tableArns: readonly string[];
  /** Name of the vault in the stack's region and of those that take copies. */
  readonly vaultName: string;
  /** Regions that take copies. */
  readonly copyRegions: readonly string[];
  /** Alias of the key of each region's tables and vault. */
  readonly keyAlias: string;
}

/**
 * What AWS Backup may do: back these tables up, and copy from vault to vault. AWS's own policy for the
 * task covers every table, disk and database of the account, and is written by somebody else.
 */
export class BackupRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: BackupRoleProps) {
    super(scope, id);
    this.role = new iam.Role(this, 'Role', {
      description: 'Backs the tables up and copies the backups',
      assumedBy: new iam.ServicePrincipal('backup.amazonaws.com'),
    });
    this.allowBackups(props);
    this.allowKeys(props);
  }

  private allowBackups({ tableArns, vaultName, copyRegions }: BackupRoleProps): void {
    const stack = Stack.of(this);
    const regions = [stack.region, ...copyRegions];
    const vaults = regions.map((region) => vaultArn(this, vaultName, region));
    const points = regions.map((region) => recoveryPoints(this, region));
    this.allow(
      ['dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource', 'dynamodb:StartAwsBackupJob'],
      tableArns,
    );
    this.allow(['backup:CopyIntoBackupVault', 'backup:DescribeBackupVault'], vaults);
    this.allow(['backup:CopyFromBackupVault', 'backup:TagResource'], [...vaults, ...points]);
    for (const region of regions) {
      Validations.of(this.role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:${stack.partition}:backup:${region}:<AWS::AccountId>:recovery-point:*]`,
        reason: 'a recovery point is named by AWS Backup when it is made; the vaults are exact',
      });
    }
  }

  private allowKeys({ keyAlias, copyRegions }: BackupRoleProps): void {
    const stack = Stack.of(this);
    const regions = [stack.region, ...copyRegions];
    this.role.addToPrincipalPolicy(
      keyUsageStatement(this, {
        aliasName: keyAlias,
        actions: ['Decrypt', 'GenerateDataKey'],
        services: ['dynamodb', 'backup'],
        regions,
      }),
    );
    const keys = regions.map((region) =>
      stack.formatArn({ service: 'kms', region, resource: 'key', resourceName: '*' }),
    );
    const isOurs = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': keyAlias } };
    this.allow(['kms:DescribeKey'], keys, isOurs);
    // AWS Backup asks for grants, with which it encrypts a copy after the job's role is gone.
    this.allow(['kms:CreateGrant'], keys, {
      ...isOurs,
      Bool: { 'kms:GrantIsForAWSResource': 'true' },
    });
    for (const region of regions) {
      Validations.of(this.role).acknowledge({
        id: `AwsSolutions-IAM5[Resource::arn:${stack.partition}:kms:${region}:<AWS::AccountId>:key/*]`,
        reason: 'IAM knows keys by id, which only the stack of the key has; the alias is required',
      });
    }
  }

  private allow(
    actions: readonly string[],
    resources: readonly string[],
    conditions?: Record<string, Record<string, string>>,
  ): void {
    this.role.addToPrincipalPolicy(
      new iam.PolicyStatement({
        actions: [...actions],
        resources: [...resources],
        ...(conditions !== undefined && { conditions }),
      }),
    );
  }
}

/** A vault of this account, by its name. */
export function vaultArn(scope: Construct, vaultName: string, region: string): string {
  return Stack.of(scope).formatArn({
    service: 'backup',
    region,
    resource: 'backup-vault',
    resourceName: vaultName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}

function recoveryPoints(scope: Construct, region: string): string {
  return Stack.of(scope).formatArn({
    service: 'backup',
    region,
    resource: 'recovery-point',
    resourceName: '*',
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
