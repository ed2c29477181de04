import type { Assembly } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';
import { type Fault, placeOf } from './policy';
import { between, type Requirement, tryReadValue, unmet } from './requirement';

const VAULT = 'AWS::Backup::BackupVault';
const PLAN = 'AWS::Backup::BackupPlan';
const SELECTION = 'AWS::Backup::BackupSelection';
const TABLE = 'AWS::DynamoDB::GlobalTable';
const LOCK = 'LockConfiguration';

/** A century; AWS Backup takes no more. */
const MOST_DAYS = 36_500;

/** Below three days AWS refuses the lock; without the number an administrator can lift it. */
const LOCKED: readonly Requirement[] = [
  between(`${LOCK}.ChangeableForDays`, 3, MOST_DAYS, 'the lock could be taken off again'),
  between(
    `${LOCK}.MinRetentionDays`,
    1,
    MOST_DAYS,
    'backups could be deleted the day they are made',
  ),
  between(`${LOCK}.MaxRetentionDays`, 1, MOST_DAYS, 'a slip could keep a backup for good'),
];

/** Vaults that can be emptied, tables that no plan backs up, and backups that stay in one region. */
export function findBackupFaults(assembly: Assembly): readonly Fault[] {
  const vaults = resourcesOf(assembly, VAULT);
  const rules = resourcesOf(assembly, PLAN).flatMap(
    (plan) => plan.tryGet('BackupPlan.BackupPlanRule')?.items() ?? [],
  );
  return [
    ...vaults.flatMap((vault) => unmet(vault, LOCKED)),
    ...rules.flatMap((rule) => [...retentionFaults(rule, vaults), ...copyFaults(rule, vaults)]),
    ...unselected(assembly),
  ];
}

/** AWS Backup fails the job of a backup that is to be kept for less or more than the vault takes. */
function retentionFaults(rule: Property, vaults: readonly Resource[]): readonly Fault[] {
  const least = Math.max(...vaults.map((vault) => daysOf(vault, 'MinRetentionDays')));
  const most = Math.min(...vaults.map((vault) => daysOf(vault, 'MaxRetentionDays')));
  // Without a lock there is no bound, and the missing lock is told by itself.
  if (!Number.isFinite(least) || !Number.isFinite(most)) return [];
  const copies = rule.tryGet('CopyActions')?.items() ?? [];
  return [rule, ...copies].flatMap((kept) => {
    const days = kept.tryGet('Lifecycle.DeleteAfterDays')?.text() ?? 'unlimited';
    if (Number(days) >= least && Number(days) <= most) return [];
    return [
      {
        ...placeOf(kept.resource, `${kept.path}.Lifecycle.DeleteAfterDays`),
        what: `${kept.resource.logicalId} keeps a backup for ${days} days, its vault takes ${least} to ${most}`,
        fix: `set it to a number of days from ${least} to ${most}`,
      },
    ];
  });
}

function daysOf(vault: Resource, name: string): number {
  return Number(tryReadValue(vault, `${LOCK}.${name}`));
}

/** Whoever loses a region, or the keys to it, must find the backups in another one. */
function copyFaults(rule: Property, vaults: readonly Resource[]): readonly Fault[] {
  const { stack, logicalId } = rule.resource;
  const copies = (rule.tryGet('CopyActions')?.items() ?? []).map(
    (copy) => copy.tryGet('DestinationBackupVaultArn')?.text() ?? '',
  );
  return vaults
    .map((vault) => vault.stack.region)
    .filter((region) => region !== stack.region)
    .filter((region) => !copies.some((arn) => arn.split(':')[3] === region))
    .map((region) => ({
      ...placeOf(rule.resource, `${rule.path}.CopyActions`),
      what: `${logicalId} copies ${rule.tryGet('RuleName')?.text() ?? 'a backup'} to no vault in ${region}`,
      fix: `add a copy action to the vault in ${region}`,
    }));
}

function unselected(assembly: Assembly): readonly Fault[] {
  const selected = new Set(
    resourcesOf(assembly, SELECTION)
      .filter((selection) => selection.tryGet('BackupPlanId')?.tryTarget()?.type === PLAN)
      .flatMap((selection) => selection.tryGet('BackupSelection.Resources')?.items() ?? [])
      .flatMap((arn) => arn.tryTarget()?.id ?? []),
  );
  return resourcesOf(assembly, TABLE)
    .filter(({ id }) => !selected.has(id))
    .map((table) => ({
      ...placeOf(table),
      what: `${table.logicalId} is in no backup: its own recovery goes with it`,
      fix: 'add it to the selection of a backup plan',
    }));
}
