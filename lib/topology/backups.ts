import type { Assembly } from './assembly';
import { type Property, type Resource, resourcesOf } from './property';

/** One rule of a backup plan. */
export interface BackupRule {
  readonly region: string;
  readonly name: string;
  /** @default a continuous backup, which needs no schedule */
  readonly schedule?: string;
  /** @default for ever */
  readonly keptDays?: number;
  /** Vaults elsewhere that each backup is copied to. */
  readonly copies: number;
}

/** What AWS Backup keeps. */
export interface BackupTopology {
  /** Regions with a vault, and whether what is in it can be deleted early. */
  readonly vaults: readonly { readonly region: string; readonly locked: boolean }[];
  readonly rules: readonly BackupRule[];
}

/** Reads vaults and backup plans of all stacks. */
export function readBackups(assembly: Assembly): BackupTopology {
  return {
    vaults: resourcesOf(assembly, 'AWS::Backup::BackupVault').map((vault) => ({
      region: vault.stack.region,
      locked: vault.tryGet('LockConfiguration') !== undefined,
    })),
    rules: resourcesOf(assembly, 'AWS::Backup::BackupPlan').flatMap((plan) =>
      plan
        .get('BackupPlan.BackupPlanRule')
        .items()
        .map((rule) => readRule(plan, rule)),
    ),
  };
}

function readRule(plan: Resource, rule: Property): BackupRule {
  const schedule = rule.tryGet('ScheduleExpression')?.text();
  const keptDays = rule.tryGet('Lifecycle.DeleteAfterDays')?.number();
  return {
    region: plan.stack.region,
    name: rule.get('RuleName').text(),
    ...(schedule !== undefined && { schedule }),
    ...(keptDays !== undefined && { keptDays }),
    copies: rule.tryGet('CopyActions')?.items().length ?? 0,
  };
}
