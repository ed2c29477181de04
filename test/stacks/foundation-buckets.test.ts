import { EVIDENCE_RETENTION } from '../../lib/constructs/evidence-bucket';
import { ACCESS_LOG_RETENTION, LOG_RETENTION } from '../../lib/constructs/log-buckets';
import { SynthesizedPlan, type TemplateResource } from './synthesized-plan';

const BUCKET = 'AWS::S3::Bucket';
const POLICY = 'AWS::S3::BucketPolicy';
const REGIONS = ['ap-southeast-1', 'ap-northeast-1'];
const PURPOSES = ['logs', 'access', 'evidence'];

let made: SynthesizedPlan;
let sandbox: SynthesizedPlan;
let china: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
  sandbox = new SynthesizedPlan({ sandbox: true });
  china = new SynthesizedPlan({
    partition: 'aws-cn',
    regions: ['cn-north-1', 'cn-northwest-1'].map((name) => ({
      name,
      zones: [`${name}a`, `${name}b`],
    })),
  });
});
afterAll(() => {
  for (const plan of [made, sandbox, china]) plan.remove();
});

/** The buckets of a region by what they are for. */
function buckets(plan: SynthesizedPlan, region: string): Record<string, TemplateResource> {
  return Object.fromEntries(
    plan.resourceList(`Foundation-${region}`, BUCKET).map((bucket) => {
      const name = SynthesizedPlan.text(bucket.Properties.BucketName);
      return [name.split('-')[2] ?? '', bucket];
    }),
  );
}

function bucket(purpose: string, plan = made, region = 'ap-southeast-1'): TemplateResource {
  const found = buckets(plan, region)[purpose];
  if (found === undefined) throw new Error(`no bucket for ${purpose}`);
  return found;
}

/** Statements of a bucket's policy, with references as text. */
function statements(purpose: string, plan = made, region = 'ap-southeast-1') {
  const stack = `Foundation-${region}`;
  const [id] = Object.entries(plan.resources(stack, BUCKET))
    .filter(([, found]) => found === bucket(purpose, plan, region))
    .map(([key]) => key);
  const policies = plan
    .resourceList(stack, POLICY)
    .filter(({ Properties }) => Properties.Bucket.Ref === id);
  expect(policies).toHaveLength(1);
  return policies[0]?.Properties.PolicyDocument.Statement as Record<string, unknown>[];
}

/** Replaces the intrinsic functions inside a value by text. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value);
  if (keys.length === 1 && /^(Ref|Fn::)/.test(keys[0] ?? '')) return resolved(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function resolved(value: object): string {
  const { 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as {
    'Fn::GetAtt'?: readonly string[];
    'Fn::Join'?: readonly [string, readonly unknown[]];
  };
  if (attribute !== undefined) return `<${attribute[0]?.replace(/[0-9A-F]{8}$/, '')}>`;
  if (join !== undefined) return join[1].map((part) => plain(part)).join('');
  return SynthesizedPlan.text(value);
}

describe.each(REGIONS)('in %s', (region) => {
  test('there are three buckets, with names that others can work out', () => {
    const names = made
      .resourceList(`Foundation-${region}`, BUCKET)
      .map(({ Properties }) => SynthesizedPlan.text(Properties.BucketName));

    expect(names.sort()).toEqual(
      [...PURPOSES]
        .sort()
        .map((purpose) => `kapok-guangdong-${purpose}-<AWS::AccountId>-${region}`),
    );
  });

  test.each(PURPOSES)('%s keeps versions, is private, and takes no access lists', (purpose) => {
    expect(bucket(purpose, made, region).Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
    });
  });

  test.each(PURPOSES)('%s is reached by TLS 1.2 and newer only', (purpose) => {
    const denials = statements(purpose, made, region).filter(({ Effect }) => Effect === 'Deny');

    expect(denials).toMatchObject([
      {
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Action: 's3:*',
        Principal: { AWS: '*' },
        Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } },
      },
    ]);
  });

  test('evidence is encrypted by the key of the region, logs by a key of S3', () => {
    const encryption = (purpose: string) =>
      bucket(purpose, made, region).Properties.BucketEncryption.ServerSideEncryptionConfiguration;
    const [keyId] = [
      ...Object.keys(made.resources(`Foundation-${region}`, 'AWS::KMS::Key')),
      ...Object.keys(made.resources(`Foundation-${region}`, 'AWS::KMS::ReplicaKey')),
    ];

    expect(encryption('evidence')).toEqual([
      {
        BucketKeyEnabled: true,
        ServerSideEncryptionByDefault: {
          SSEAlgorithm: 'aws:kms',
          KMSMasterKeyID: { 'Fn::GetAtt': [keyId, 'Arn'] },
        },
      },
    ]);
    for (const purpose of ['logs', 'access']) {
      expect(encryption(purpose)).toEqual([
        { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
      ]);
    }
  });
});

test('S3 notes the use of logs and evidence, but not of its own notes', () => {
  const logging = (purpose: string) => bucket(purpose).Properties.LoggingConfiguration;

  expect(plain(logging('logs'))).toEqual({
    DestinationBucketName: expect.stringMatching(/^<LogsAccess/),
    LogFilePrefix: 'logs/',
  });
  expect(plain(logging('evidence'))).toEqual({
    DestinationBucketName: expect.stringMatching(/^<LogsAccess/),
    LogFilePrefix: 'evidence/',
  });
  expect(logging('access')).toBeUndefined();
});

test('nobody but S3 for these two buckets writes into its notes', () => {
  const allowed = statements('access').filter(({ Effect }) => Effect === 'Allow');

  expect(plain(allowed)).toEqual(
    [
      ['logs', '<Logs>'],
      ['evidence', '<EvidenceBucket>'],
    ].map(([prefix, source]) => ({
      Effect: 'Allow',
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `<LogsAccess>/${prefix}/*`,
      Condition: {
        ArnLike: { 'aws:SourceArn': source },
        StringEquals: { 'aws:SourceAccount': '<AWS::AccountId>' },
      },
    })),
  );
});

describe.each([
  ['aws', () => made, 'ap-southeast-1'],
  ['aws-cn', () => china, 'cn-north-1'],
])('in partition %s, logs takes', (partition, plan, region) => {
  const from = (service: string, source: string) => ({
    'aws:SourceArn': `arn:${partition}:${service}:${region}:<AWS::AccountId>:${source}`,
  });
  const account = { 'aws:SourceAccount': '<AWS::AccountId>' };
  const allowed = () =>
    plain(statements('logs', plan(), region).filter(({ Effect }) => Effect === 'Allow')) as {
      Principal: { Service: string };
    }[];
  const allowedTo = (service: string) =>
    allowed().filter(({ Principal }) => Principal.Service === service);

  test('access logs of this account’s load balancers, as the service that has every region', () => {
    expect(allowedTo('logdelivery.elasticloadbalancing.amazonaws.com')).toMatchObject([
      {
        Action: 's3:PutObject',
        Resource: '<Logs>/load-balancers/*/AWSLogs/<AWS::AccountId>/*',
        Condition: {
          ArnLike: from('elasticloadbalancing', 'loadbalancer/*'),
          StringEquals: account,
        },
      },
    ]);
  });

  test('flow logs of this account, in the words that EC2 looks for', () => {
    expect(allowedTo('delivery.logs.amazonaws.com')).toMatchObject([
      {
        Sid: 'AWSLogDeliveryWrite',
        Action: 's3:PutObject',
        Resource: '<Logs>/flow-logs/AWSLogs/aws-account-id=<AWS::AccountId>/*',
        Condition: {
          ArnLike: from('logs', '*'),
          StringEquals: { ...account, 's3:x-amz-acl': 'bucket-owner-full-control' },
        },
      },
      {
        Sid: 'AWSLogDeliveryAclCheck',
        Action: ['s3:GetBucketAcl', 's3:ListBucket'],
        Resource: '<Logs>',
        Condition: { ArnLike: from('logs', '*'), StringEquals: account },
      },
    ]);
  });

  test('nothing else: three permissions, none for a numbered account', () => {
    expect(allowed()).toHaveLength(3);
    expect(allowed().map(({ Principal }) => Object.keys(Principal))).toEqual(
      Array(3).fill(['Service']),
    );
  });
});

describe('what a bucket holds', () => {
  const rules = (purpose: string) => bucket(purpose).Properties.LifecycleConfiguration.Rules;

  test.each([
    ['logs', LOG_RETENTION],
    ['access', ACCESS_LOG_RETENTION],
  ])('%s: becomes cheaper, and goes after its time, deleted versions too', (purpose, retention) => {
    expect(rules(purpose)).toMatchObject([
      {
        Status: 'Enabled',
        Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
        ExpirationInDays: retention.toDays(),
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
  });

  test('logs stay for the six months that the law asks for', () => {
    expect(LOG_RETENTION.toDays()).toBeGreaterThanOrEqual(184);
  });

  test('evidence becomes cheaper and never goes', () => {
    expect(rules('evidence')).toMatchObject([
      {
        Status: 'Enabled',
        Transitions: [{ StorageClass: 'STANDARD_IA', TransitionInDays: 30 }],
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ]);
    expect(JSON.stringify(rules('evidence'))).not.toContain('Expiration');
  });

  test('evidence cannot be deleted by anybody before the next yearly audit', () => {
    expect(bucket('evidence').Properties).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: 'Enabled',
        Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: EVIDENCE_RETENTION.toDays() } },
      },
    });
    expect(EVIDENCE_RETENTION.toDays()).toBeGreaterThan(365);
  });

  test('whose use is known for as long as evidence is locked', () => {
    expect(ACCESS_LOG_RETENTION.toDays()).toBeGreaterThanOrEqual(EVIDENCE_RETENTION.toDays());
  });
});

test.each(PURPOSES)('%s outlives its stack', (purpose) => {
  expect(bucket(purpose)).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
  expect(made.resources('Foundation-ap-southeast-1', 'Custom::S3AutoDeleteObjects')).toEqual({});
});

describe('in a sandbox', () => {
  const stack = 'Foundation-ap-southeast-1';

  test.each(PURPOSES)('%s goes with its stack', (purpose) => {
    expect(bucket(purpose, sandbox).DeletionPolicy).toBe('Delete');
  });

  test('each bucket is emptied before it goes', () => {
    const emptied = sandbox
      .resourceList(stack, 'Custom::S3AutoDeleteObjects')
      .map(({ Properties }) => Properties.BucketName.Ref);

    expect(emptied.sort()).toEqual(Object.keys(sandbox.resources(stack, BUCKET)).sort());
  });

  test('evidence may be deleted at once', () => {
    expect(bucket('evidence', sandbox).Properties.ObjectLockConfiguration?.Rule).toBeUndefined();
  });
});
