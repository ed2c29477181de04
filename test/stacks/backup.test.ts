import {
  DAILY_BACKUP_RETENTION,
  MONTHLY_BACKUP_RETENTION,
  VAULT_MAXIMUM_RETENTION,
  VAULT_MINIMUM_RETENTION,
} from '../../lib/constructs/backup-retention';
import { POINT_IN_TIME_PERIOD } from '../../lib/constructs/global-table';
import { LOCK_CHANGEABLE_FOR } from '../../lib/constructs/locked-vault';
import { BACKUP_COMPLETION_WINDOW } from '../../lib/constructs/table-backups';
import { planFixture, THIRD_REGION } from './plan-fixture';
import { SynthesizedPlan } from './synthesized-plan';

const VAULT = 'AWS::Backup::BackupVault';
const PLAN = 'AWS::Backup::BackupPlan';
const FOUNDATIONS = ['Foundation-ap-southeast-1', 'Foundation-ap-northeast-1'];

const plans: SynthesizedPlan[] = [];
function synthesizePlan(...args: ConstructorParameters<typeof SynthesizedPlan>): SynthesizedPlan {
  const plan = new SynthesizedPlan(...args);
  plans.push(plan);
  return plan;
}

let made: SynthesizedPlan;
let sandbox: SynthesizedPlan;
beforeAll(() => {
  made = synthesizePlan();
  sandbox = synthesizePlan({ sandbox: true });
});
afterAll(() => {
  for (const plan of plans) plan.remove();
});

interface Rule {
  readonly CopyActions?: readonly { DestinationBackupVaultArn: unknown; Lifecycle: unknown }[];
}

function rules(plan: SynthesizedPlan): Rule[] {
  return plan.only('Data', PLAN).Properties.BackupPlan.BackupPlanRule;
}

/** Vaults that copies of a plan's backups go to, by rule. */
function copies(plan: SynthesizedPlan): string[][] {
  return rules(plan).map(({ CopyActions = [] }) =>
    CopyActions.map((copy) => SynthesizedPlan.text(copy.DestinationBackupVaultArn)),
  );
}

describe.each(FOUNDATIONS)('the vault of %s', (stack) => {
  test('has the name that backups and copies are sent to, and the key of its region', () => {
    const { BackupVaultName, EncryptionKeyArn } = made.only(stack, VAULT).Properties;
    const keys = { ...made.resources(stack, 'AWS::KMS::Key') };
    const [keyId] = Object.keys({ ...keys, ...made.resources(stack, 'AWS::KMS::ReplicaKey') });

    expect(BackupVaultName).toBe('kapok-guangdong');
    expect(EncryptionKeyArn).toEqual({ 'Fn::GetAtt': [keyId, 'Arn'] });
  });

  test('lets nobody delete a backup or shorten its life', () => {
    expect(made.only(stack, VAULT).Properties.AccessPolicy.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
        Resource: '*',
      },
    ]);
  });

  test('is locked for good once the first monthly backup could be tried', () => {
    expect(made.only(stack, VAULT).Properties.LockConfiguration).toEqual({
      MinRetentionDays: VAULT_MINIMUM_RETENTION.toDays(),
      MaxRetentionDays: VAULT_MAXIMUM_RETENTION.toDays(),
      ChangeableForDays: LOCK_CHANGEABLE_FOR.toDays(),
    });
    expect(LOCK_CHANGEABLE_FOR.toDays()).toBeGreaterThan(31);
  });

  test('outlives its stack; in a sandbox it goes, and nothing is locked', () => {
    expect(made.only(stack, VAULT).DeletionPolicy).toBe('RetainExceptOnCreate');
    const { DeletionPolicy, Properties } = sandbox.only(stack, VAULT);
    expect(DeletionPolicy).toBe('Delete');
    expect(Properties.LockConfiguration).toBeUndefined();
    expect(Properties.AccessPolicy).toBeUndefined();
  });
});

describe('the backup plan', () => {
  test('backs up daily and monthly at night in the plan’s time zone', () => {
    expect(rules(made)).toMatchObject([
      {
        RuleName: 'daily',
        ScheduleExpression: 'cron(0 3 * * ? *)',
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        TargetBackupVault: 'kapok-guangdong',
        Lifecycle: { DeleteAfterDays: DAILY_BACKUP_RETENTION.toDays() },
      },
      {
        RuleName: 'monthly',
        ScheduleExpression: 'cron(0 5 1 * ? *)',
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        TargetBackupVault: 'kapok-guangdong',
        Lifecycle: { DeleteAfterDays: MONTHLY_BACKUP_RETENTION.toDays() },
      },
    ]);
  });

  test('gives up a backup that does not begin, and one that runs into the next', () => {
    for (const rule of rules(made)) {
      expect(rule).toMatchObject({
        StartWindowMinutes: 120,
        CompletionWindowMinutes: BACKUP_COMPLETION_WINDOW.toMinutes(),
      });
    }
    expect(BACKUP_COMPLETION_WINDOW.toHours()).toBeLessThan(24);
  });

  test('keeps backups only for times that the locked vaults accept', () => {
    for (const retention of [DAILY_BACKUP_RETENTION, MONTHLY_BACKUP_RETENTION]) {
      expect(retention.toDays()).toBeGreaterThanOrEqual(VAULT_MINIMUM_RETENTION.toDays());
      expect(retention.toDays()).toBeLessThanOrEqual(VAULT_MAXIMUM_RETENTION.toDays());
    }
  });

  test('covers with daily backups all that a table could be restored to', () => {
    expect(DAILY_BACKUP_RETENTION.toDays()).toBeGreaterThanOrEqual(POINT_IN_TIME_PERIOD.toDays());
  });

  test('takes both tables, by what they are and not by a tag', () => {
    const { Resources, ListOfTags } = made.only('Data', 'AWS::Backup::BackupSelection').Properties
      .BackupSelection;

    expect(Resources).toEqual(
      Object.keys(made.resources('Data', 'AWS::DynamoDB::GlobalTable')).map((id) => ({
        'Fn::GetAtt': [id, 'Arn'],
      })),
    );
    expect(ListOfTags).toBeUndefined();
  });

  test('copies every backup to the other region, for as long', () => {
    const vault = 'arn:aws:backup:ap-northeast-1:<AWS::AccountId>:backup-vault:kapok-guangdong';

    expect(copies(made)).toEqual([[vault], [vault]]);
    expect(rules(made).map(({ CopyActions }) => CopyActions?.[0]?.Lifecycle)).toEqual([
      { DeleteAfterDays: DAILY_BACKUP_RETENTION.toDays() },
      { DeleteAfterDays: MONTHLY_BACKUP_RETENTION.toDays() },
    ]);
  });

  test('copies to each of three regions, and nowhere from a single one', () => {
    const three = synthesizePlan({ regions: [...planFixture().regions, THIRD_REGION] });
    const single = synthesizePlan({ strategy: 'single-region' });

    expect(copies(three).map((vaults) => vaults.length)).toEqual([2, 2]);
    expect(copies(single)).toEqual([[], []]);
  });

  test('copies between the regions of China', () => {
    const zones = (name: string) => ({ name, zones: [`${name}a`, `${name}b`] });
    const china = synthesizePlan({
      partition: 'aws-cn',
      regions: [zones('cn-north-1'), zones('cn-northwest-1')],
    });

    expect(copies(china)[0]).toEqual([
      'arn:aws-cn:backup:cn-northwest-1:<AWS::AccountId>:backup-vault:kapok-guangdong',
    ]);
  });

  test('is not made for a sandbox, whose vault a backup would keep', () => {
    expect(sandbox.resources('Data', PLAN)).toEqual({});
  });
});

describe('the role that backs up', () => {
  const statements = () =>
    made.only('Data', 'AWS::IAM::Policy', 'BackupsBackup').Properties.PolicyDocument.Statement;
  const of = (action: string) => {
    const found = statements().filter(({ Action }: { Action: string | string[] }) =>
      [Action].flat().includes(action),
    );
    expect(found).toHaveLength(1);
    return found[0];
  };

  test('is AWS Backup’s, and has no policy that AWS could widen', () => {
    const role = made.only('Data', 'AWS::IAM::Role', 'BackupsBackup').Properties;

    expect(role.AssumeRolePolicyDocument.Statement).toMatchObject([
      { Principal: { Service: 'backup.amazonaws.com' } },
    ]);
    expect(role.ManagedPolicyArns).toBeUndefined();
  });

  test('may back up these two tables', () => {
    expect(of('dynamodb:StartAwsBackupJob').Resource).toEqual(
      Object.keys(made.resources('Data', 'AWS::DynamoDB::GlobalTable'))
        .sort()
        .map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
    );
  });

  test('may copy between the vaults of the plan alone', () => {
    expect(of('backup:CopyIntoBackupVault').Resource.map(SynthesizedPlan.text)).toEqual(
      ['ap-northeast-1', 'ap-southeast-1'].map(
        (region) => `arn:aws:backup:${region}:<AWS::AccountId>:backup-vault:kapok-guangdong`,
      ),
    );
  });

  test('may delete nothing', () => {
    expect(JSON.stringify(statements())).not.toMatch(/Delete/);
  });

  test('may use the keys that bear the plan’s alias, and no other', () => {
    const keys = statements().filter(({ Action }: { Action: string | string[] }) =>
      [Action].flat().some((action) => action.startsWith('kms:')),
    );

    expect(keys).toHaveLength(3);
    for (const { Condition } of keys) {
      expect(Condition['ForAnyValue:StringEquals']).toEqual({
        'kms:ResourceAliases': 'alias/kapok-guangdong',
      });
    }
    expect(of('kms:CreateGrant').Condition.Bool).toEqual({ 'kms:GrantIsForAWSResource': 'true' });
  });
});
