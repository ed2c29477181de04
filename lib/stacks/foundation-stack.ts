import { Stack, type StackProps } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { EvidenceBucket } from '../constructs/evidence-bucket';
import { acknowledgeLint } from '../constructs/lint-acknowledgement';
import { LockedVault } from '../constructs/locked-vault';
import { LogBuckets } from '../constructs/log-buckets';
import { physicalNames } from '../constructs/physical-names';
import { type KeyOrigin, RegionalKey } from '../constructs/regional-key';
import { addFoundationOutputs } from '../constructs/stack-outputs';
import type { Plan } from '../plan/plan';

/** Properties of a `FoundationStack`. */
export interface FoundationStackProps extends StackProps {
  readonly plan: Pick<Plan, 'name' | 'sandbox'>;
  readonly keyOrigin: KeyOrigin;
}

/**
 * What a region must have before data and logs come: the key that encrypts, the buckets for logs and
 * evidence, and the vault for backups. All of it outlives the application, and none of it is needed
 * to serve.
 */
export class FoundationStack extends Stack {
  readonly keyArn: string;

  constructor(scope: Construct, id: string, props: FoundationStackProps) {
    super(scope, id, props);
    const { name, sandbox } = props.plan;
    const names = physicalNames(name);
    this.keyArn = new RegionalKey(this, 'Key', {
      origin: props.keyOrigin,
      aliasName: names.keyAlias,
      alarmTopicName: names.alarmTopic,
      sandbox,
    }).keyArn;
    const key = kms.Key.fromKeyArn(this, 'RegionKey', this.keyArn);
    const { access } = new LogBuckets(this, 'Logs', { planName: name, sandbox });
    new EvidenceBucket(this, 'Evidence', { planName: name, key, accessLogs: access, sandbox });
    new LockedVault(this, 'Backups', { vaultName: names.backupVault, key, sandbox });
    // The function that empties the buckets of a sandbox is the CDK's own.
    acknowledgeLint(this, 'AWS::Lambda::Function', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the role implies as well',
    });
    addFoundationOutputs(this, name);
  }
}
