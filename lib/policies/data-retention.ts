import type { Assembly, AssemblyStack } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { findBackupFaults } from './backup-faults';
import { type Fault, type PolicyContext, placeOf, policyOf } from './policy';
import { between, exactly, type Requirement, unmet } from './requirement';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const BUCKET = 'AWS::S3::Bucket';

/** Types that hold what nobody can make again. */
const KEPT_TYPES = [
  TABLE,
  BUCKET,
  'AWS::DynamoDB::Table',
  'AWS::KMS::Key',
  'AWS::KMS::ReplicaKey',
  'AWS::SecretsManager::Secret',
  'AWS::Backup::BackupVault',
  'AWS::Route53::HostedZone',
];

// What a first creation made before it failed is empty.
const KEEPS = ['Retain', 'RetainExceptOnCreate'];

/** Rule: nothing that anybody deploys or removes destroys data. */
export const dataRetention = policyOf(
  'kapok-data-retention',
  'data outlives its stacks, its replacements and mistakes, unless the plan is a sandbox',
  unlessSandbox(findFleeting),
  unlessSandbox(findUnprotectedStacks),
  unlessSandbox(findUnprotectedTables),
  unlessSandbox(findUnprotectedBuckets),
  unlessSandbox(findBackupFaults),
  findExpiringFacts,
);

function unlessSandbox(find: (assembly: Assembly) => readonly Fault[]) {
  return (assembly: Assembly, { plan }: PolicyContext) => (plan.sandbox ? [] : find(assembly));
}

/** Messages wait for minutes: without the key of a topic or a queue nothing is lost that is kept. */
const PASSING_TYPES = ['AWS::SNS::Topic', 'AWS::SQS::Queue'];

/** What a stack, or all of them, hold that nobody can make again. */
function keptIn(assembly: Assembly, onlyStack?: AssemblyStack): readonly Resource[] {
  return KEPT_TYPES.flatMap((type) => resourcesOf(assembly, type, onlyStack)).filter(
    (resource) => resource.type !== 'AWS::KMS::Key' || !isForMessages(resource),
  );
}

/** Whether a key is there for messages alone; one that nobody in its stack names may be for anything. */
function isForMessages({ stack, logicalId }: Resource): boolean {
  const reference = new RegExp(`"Ref":"${logicalId}"|"Fn::GetAtt":\\["${logicalId}"`);
  const users = Object.entries(stack.template.Resources ?? {})
    .filter(
      ([id, { Properties }]) => id !== logicalId && reference.test(JSON.stringify(Properties)),
    )
    .map(([, { Type }]) => Type)
    .filter((type) => type !== 'AWS::KMS::Alias');
  return users.length > 0 && users.every((type) => PASSING_TYPES.includes(type));
}

function findFleeting(assembly: Assembly): readonly Fault[] {
  return keptIn(assembly).flatMap((resource) => {
    const { DeletionPolicy, UpdateReplacePolicy } =
      resource.stack.template.Resources?.[resource.logicalId] ?? {};
    const attributes = { DeletionPolicy, UpdateReplacePolicy };
    return Object.entries(attributes)
      .filter(([, value]) => !KEEPS.includes(value ?? 'Delete'))
      .map(([name, value]) => ({
        ...placeOf(resource, name),
        what: `${resource.logicalId} (${resource.type}) goes with its stack: ${name} is ${value ?? 'not stated'}`,
        fix: `set ${name} to Retain`,
      }));
  });
}

/** A stack that holds data is not deleted by a slip of the hand. */
function findUnprotectedStacks(assembly: Assembly): readonly Fault[] {
  return assembly.stacks
    .filter((stack) => !stack.terminationProtection)
    .filter((stack) => keptIn(assembly, stack).length > 0)
    .map(({ stackName }) => ({
      stackName,
      what: `${stackName} holds data and may be deleted at once`,
      fix: 'set terminationProtection of the stack',
    }));
}

function findUnprotectedTables(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, TABLE).flatMap((table) =>
    (table.tryGet('Replicas')?.items() ?? []).flatMap(({ path }) =>
      unmet(table, [
        exactly(`${path}.DeletionProtectionEnabled`, true, 'anyone may delete the replica'),
        exactly(
          `${path}.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled`,
          true,
          'replication copies mistakes, and nothing goes back before them',
        ),
      ]),
    ),
  );
}

const BUCKET_REQUIREMENTS: readonly Requirement[] = [
  exactly('VersioningConfiguration.Status', 'Enabled', 'what is overwritten is gone'),
  ...['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].map(
    (name) => exactly(`PublicAccessBlockConfiguration.${name}`, true, 'it may become public'),
  ),
];

const LOCK = 'ObjectLockConfiguration.Rule.DefaultRetention';

/** Audits come yearly, and each must find all since the one before. */
const EVIDENCE_REQUIREMENTS: readonly Requirement[] = [
  exactly('ObjectLockEnabled', true, 'evidence could be changed later'),
  exactly(`${LOCK}.Mode`, 'COMPLIANCE', 'whoever may lift the lock could change evidence'),
  // A hundred years is the most that S3 takes.
  between(`${LOCK}.Days`, 365, 36_500, 'evidence could be gone before the audit that asks for it'),
];

function findUnprotectedBuckets(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, BUCKET).flatMap((bucket) => [
    ...unmet(bucket, BUCKET_REQUIREMENTS),
    ...(isEvidence(bucket) ? unmet(bucket, EVIDENCE_REQUIREMENTS) : []),
  ]);
}

function isEvidence(bucket: Resource): boolean {
  return /evidence/i.test(`${bucket.logicalId} ${bucket.tryGet('BucketName')?.text() ?? ''}`);
}

/** Facts are never deleted: what a code showed must be explained years later. */
function findExpiringFacts(assembly: Assembly): readonly Fault[] {
  return resourcesOf(assembly, TABLE)
    .filter((table) => table.tryGet('TableName')?.text().endsWith('-facts') === true)
    .filter((table) => table.tryGet('TimeToLiveSpecification.Enabled')?.text() === 'true')
    .map((table) => ({
      ...placeOf(table, 'TimeToLiveSpecification'),
      what: `${table.logicalId} lets facts expire, and with them the reason for a colour`,
      fix: 'take TimeToLiveSpecification away',
    }));
}
