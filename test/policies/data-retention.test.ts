import { dataRetention } from '../../lib/policies/data-retention';
import type { Assembly } from '../../lib/topology/assembly';
import { shippedPlan } from './standing-fixture';
import {
  find,
  findingsOf,
  HERE,
  type LooseResources,
  synthesised,
  type Tamper,
  THERE,
  tampered,
} from './tampered-assembly';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const VAULT = 'AWS::Backup::BackupVault';
const SELECTION = 'AWS::Backup::BackupSelection';
const DATA = 'Data';
const FOUNDATION = `Foundation-${HERE}`;

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

const backupRule = (all: LooseResources) =>
  find(all, 'AWS::Backup::BackupPlan').Properties.BackupPlan.BackupPlanRule[0];

const evidenceLock = (all: LooseResources) =>
  find(all, 'AWS::S3::Bucket', 'Evidence').Properties.ObjectLockConfiguration.Rule.DefaultRetention;

const bucket =
  (name: string, changes: object): Tamper =>
  (all) => {
    const on = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true };
    all[name] = {
      Type: 'AWS::S3::Bucket',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: { ...on, RestrictPublicBuckets: true },
        ...changes,
      },
    };
  };

test.each<[string, string, Tamper, RegExp]>([
  [
    'a table that goes with its stack',
    DATA,
    (all) => (find(all, TABLE).DeletionPolicy = 'Delete'),
    /goes with its stack: DeletionPolicy is Delete/,
  ],
  [
    'a table whose replacement is not kept',
    DATA,
    (all) => delete find(all, TABLE).UpdateReplacePolicy,
    /UpdateReplacePolicy is not stated/,
  ],
  [
    'a key that goes with its stack',
    FOUNDATION,
    (all) => delete find(all, 'AWS::KMS::Key').DeletionPolicy,
    /AWS::KMS::Key/,
  ],
  [
    'a secret that goes with its stack',
    DATA,
    (all) => delete find(all, 'AWS::SecretsManager::Secret').DeletionPolicy,
    /SecretsManager::Secret/,
  ],
  [
    'a replica that anyone may delete',
    DATA,
    (all) => (find(all, TABLE).Properties.Replicas[1].DeletionProtectionEnabled = false),
    /anyone may delete the replica/,
  ],
  [
    'a replica without recovery',
    DATA,
    (all) => delete find(all, TABLE).Properties.Replicas[0].PointInTimeRecoverySpecification,
    /replication copies mistakes/,
  ],
  [
    'a bucket that overwrites',
    FOUNDATION,
    bucket('Logs', { VersioningConfiguration: undefined }),
    /what is overwritten is gone/,
  ],
  [
    'a bucket that may become public',
    FOUNDATION,
    bucket('Logs', { PublicAccessBlockConfiguration: {} }),
    /may become public/,
  ],
  ['evidence that may be changed', FOUNDATION, bucket('Evidence', {}), /evidence could be changed/],
  [
    'a lock on evidence that whoever may can lift',
    FOUNDATION,
    (all) => (evidenceLock(all).Mode = 'GOVERNANCE'),
    /whoever may lift the lock/,
  ],
  [
    'a lock on evidence that ends before the audit',
    FOUNDATION,
    (all) => (evidenceLock(all).Days = 364),
    /gone before the audit/,
  ],
  [
    'a vault without a lock',
    FOUNDATION,
    (all) => delete find(all, VAULT).Properties.LockConfiguration,
    /the lock could be taken off again/,
  ],
  [
    'a lock of the kind that an administrator lifts',
    FOUNDATION,
    (all) => delete find(all, VAULT).Properties.LockConfiguration.ChangeableForDays,
    /the lock could be taken off again/,
  ],
  [
    'a vault that lets backups go at once',
    FOUNDATION,
    (all) => delete find(all, VAULT).Properties.LockConfiguration.MinRetentionDays,
    /deleted the day they are made/,
  ],
  [
    'a backup that its vault refuses',
    DATA,
    (all) => (backupRule(all).Lifecycle.DeleteAfterDays = 6),
    /keeps a backup for 6 days, its vault takes 7 to 400/,
  ],
  [
    'a copy that its vault refuses',
    DATA,
    (all) => (backupRule(all).CopyActions[0].Lifecycle.DeleteAfterDays = 401),
    /keeps a backup for 401 days/,
  ],
  [
    'a backup in one region',
    DATA,
    (all) => (backupRule(all).CopyActions = []),
    /copies daily to no vault in ap-northeast-1/,
  ],
  [
    'a copy in the region of the backup itself',
    DATA,
    (all) => {
      const [copy] = backupRule(all).CopyActions;
      const text = JSON.stringify(copy.DestinationBackupVaultArn).replace(THERE, HERE);
      copy.DestinationBackupVaultArn = JSON.parse(text);
    },
    /copies daily to no vault in ap-northeast-1/,
  ],
  [
    'a table that no plan backs up',
    DATA,
    (all) => find(all, SELECTION).Properties.BackupSelection.Resources.shift(),
    /FactsTable\w+ is in no backup/,
  ],
])('fails on %s', (_, stack, tamper, what) => {
  const broken = tampered(assembly, stack, tamper);
  const findings = findingsOf(dataRetention, broken);
  expect(findings.map((one) => one.what)).toContainEqual(expect.stringMatching(what));
  const sandbox = { ...shippedPlan(), sandbox: true };
  expect(findingsOf(dataRetention, broken, sandbox)).toEqual([]);
});

test('fails on a stack with data that may be deleted at once', () => {
  const stacks = assembly.stacks.map((stack) => ({ ...stack, terminationProtection: false }));
  const names = findingsOf(dataRetention, { ...assembly, stacks }).map((one) => one.stackName);
  expect(names).toEqual([
    'Kapok-guangdong-Foundation-ap-southeast-1',
    'Kapok-guangdong-Foundation-ap-northeast-1',
    'Kapok-guangdong-Data',
  ]);
});

test('fails on facts that expire, in a sandbox as well, and lets others', () => {
  const expiring = (prefix: string) =>
    tampered(assembly, DATA, (all) => {
      const specification = { AttributeName: 'until', Enabled: true };
      find(all, TABLE, prefix).Properties.TimeToLiveSpecification = specification;
    });
  const sandbox = { ...shippedPlan(), sandbox: true };
  expect(findingsOf(dataRetention, expiring('Facts'), sandbox)[0]?.what).toMatch(
    /lets facts expire/,
  );
  expect(findingsOf(dataRetention, expiring('Control'))).toEqual([]);
});

test('asks nothing of a key that topics alone use, and all of one that a bucket uses as well', () => {
  const keyOf = (...types: readonly string[]) =>
    tampered(assembly, 'Routing', (all) => {
      all.AlarmKey = { Type: 'AWS::KMS::Key', Properties: {} };
      for (const type of types) {
        all[type.replaceAll(':', '')] = {
          Type: type,
          Properties: { KmsMasterKeyId: { Ref: 'AlarmKey' } },
        };
      }
    });
  expect(findingsOf(dataRetention, keyOf('AWS::SNS::Topic'))).toEqual([]);
  const both = findingsOf(dataRetention, keyOf('AWS::SNS::Topic', 'AWS::Logs::LogGroup'));
  expect(both.map((one) => one.logicalId)).toContain('AlarmKey');
  expect(findingsOf(dataRetention, keyOf())).not.toEqual([]);
});
