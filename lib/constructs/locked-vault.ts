import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import type * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { VAULT_MAXIMUM_RETENTION, VAULT_MINIMUM_RETENTION } from './backup-retention';
import { dataRemovalPolicy } from './data-retention';

/** Properties of a `LockedVault`. */
export interface LockedVaultProps {
  readonly vaultName: string;
  /** The region's copy of the multi-Region key. */
  readonly key: kms.IKey;
  /** Whether the vault may go with its stack. */
  readonly sandbox: boolean;
}

/**
 * Days until the lock can no longer be taken off: the first monthly backup, its copies and a trial
 * restore have been seen by then.
 */
export const LOCK_CHANGEABLE_FOR = Duration.days(35);

/**
 * A region's backups, which nobody can delete before their time. The lock is of the compliance kind:
 * one that an administrator can lift (governance) does not help against a stolen administrator, and
 * replication makes the backups the only copy that a mistake cannot reach. Its price is that a backup
 * once made is paid for and kept until it expires, which the maximum bounds. A sandbox has no lock
 * and no ban, or its vault could not go.
 */
export class LockedVault extends Construct {
  constructor(scope: Construct, id: string, props: LockedVaultProps) {
    super(scope, id);
    const { sandbox } = props;
    new backup.BackupVault(this, 'Vault', {
      backupVaultName: props.vaultName,
      encryptionKey: props.key,
      // Until the lock is final, and beyond it for those who find a way around.
      blockRecoveryPointDeletion: !sandbox,
      ...(!sandbox && {
        lockConfiguration: {
          minRetention: VAULT_MINIMUM_RETENTION,
          maxRetention: VAULT_MAXIMUM_RETENTION,
          changeableFor: LOCK_CHANGEABLE_FOR,
        },
      }),
      removalPolicy: dataRemovalPolicy(sandbox),
    });
  }
}
