import { Duration, TimeZone } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { DAILY_BACKUP_RETENTION, MONTHLY_BACKUP_RETENTION } from './backup-retention';
import { BackupRole, vaultArn } from './backup-role';

/** Properties of `TableBackups`. */
export interface TableBackupsProps {
  readonly tableArns: readonly string[];
  /** Name of the vault in the stack's region and of those that take copies. */
  readonly vaultName: string;
  /** Regions that take a copy of every backup; none where there is one region. */
  readonly copyRegions: readonly string[];
  /** Alias of the key of each region's tables and vault. */
  readonly keyAlias: string;
  /** IANA time zone of the hours below. */
  readonly timeZone: string;
}

/**
 * Hour of the daily backup. Backups take nothing of a table's throughput; at three a day's records are
 * complete, and whoever is called about a failure has the day before them.
 */
export const DAILY_BACKUP_HOUR = '3';

/** Hour of the monthly backup, on the first: after that day's daily one. */
export const MONTHLY_BACKUP_HOUR = '5';

/** Time in which a backup must begin, or is given up and reported. */
export const BACKUP_START_WINDOW = Duration.hours(2);

/** Time in which a backup must be complete: before the next daily one. */
export const BACKUP_COMPLETION_WINDOW = Duration.hours(20);

/**
 * Backups beside the tables' own point-in-time recovery, which goes with its table: a daily and a
 * monthly one in the locked vault of the first region, and a copy of each in the vault of every other
 * region that holds data. One replica is enough, because all hold the same.
 */
export class TableBackups extends Construct {
  constructor(scope: Construct, id: string, props: TableBackupsProps) {
    super(scope, id);
    const vault = backup.BackupVault.fromBackupVaultName(this, 'Vault', props.vaultName);
    const copies = props.copyRegions.map((region, index) =>
      backup.BackupVault.fromBackupVaultArn(
        this,
        `Copies${index}`,
        vaultArn(this, props.vaultName, region),
      ),
    );
    const rule = (ruleName: string, hour: string, day: string, deleteAfter: Duration) =>
      new backup.BackupPlanRule({
        ruleName,
        backupVault: vault,
        scheduleExpression: Schedule.cron({ minute: '0', hour, day }),
        scheduleExpressionTimezone: TimeZone.of(props.timeZone),
        startWindow: BACKUP_START_WINDOW,
        completionWindow: BACKUP_COMPLETION_WINDOW,
        deleteAfter,
        copyActions: copies.map((destinationBackupVault) => ({
          destinationBackupVault,
          deleteAfter,
        })),
      });
    const plan = new backup.BackupPlan(this, 'Plan', {
      backupPlanName: props.vaultName,
      backupPlanRules: [
        rule('daily', DAILY_BACKUP_HOUR, '*', DAILY_BACKUP_RETENTION),
        rule('monthly', MONTHLY_BACKUP_HOUR, '1', MONTHLY_BACKUP_RETENTION),
      ],
    });
    const { role } = new BackupRole(this, 'Backup', props);
    plan.addSelection('Tables', {
      backupSelectionName: 'tables',
      role,
      disableDefaultBackupPolicy: true,
      resources: props.tableArns.map((arn) => backup.BackupResource.fromArn(arn)),
    });
  }
}
