import { Duration } from 'aws-cdk-lib';

/**
 * Days a daily backup is kept: as long as the tables can be restored to any second. So a mistake that
 * is found within five weeks can be undone even when the table itself is gone.
 */
export const DAILY_BACKUP_RETENTION = Duration.days(35);

/** Days a monthly backup is kept: a year and five weeks, so that there is always one a year old. */
export const MONTHLY_BACKUP_RETENTION = Duration.days(365 + 35);

/** Nothing may enter a locked vault for less time: a mistake takes a week to be noticed. */
export const VAULT_MINIMUM_RETENTION = Duration.days(7);

/**
 * Nothing may enter a locked vault for longer, since nobody could delete it before: records about
 * people must not outlive their purpose by a slip.
 */
export const VAULT_MAXIMUM_RETENTION = MONTHLY_BACKUP_RETENTION;
