/** A setting of the account that no template can make, to be turned on before the first deployment. */
export interface AccountSwitch {
  readonly name: string;
  /** What does not work while it is off. */
  readonly without: string;
  /** How it is turned on, once per region. */
  readonly command: string;
}

/**
 * Where tags alone select what is backed up, DynamoDB must be opted in; only with full management by
 * AWS Backup can its backups be copied to another region (AWS Backup developer guide, "Advanced
 * DynamoDB backup", and its API reference, `UpdateRegionSettings`). Deployments succeed without both.
 */
export const BACKUP_SWITCH: AccountSwitch = {
  name: 'AWS Backup for DynamoDB, with full management',
  without: 'backups of the tables are not copied to another region, or not made at all',
  command:
    'aws backup update-region-settings --resource-type-opt-in-preference DynamoDB=true --resource-type-management-preference DynamoDB=true --region REGION',
};
