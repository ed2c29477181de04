import { ACCESS_PATIENCE_MS, COPIES_PATIENCE_MS } from '../../lambda/credential-secrets/patience';
import { CONTROL_EXPIRY_ATTRIBUTE } from '../../lib/stacks/data-stack';
import { EXPIRY_ATTRIBUTE } from '../../service/evacuation/control-items';
import { SynthesizedPlan } from './synthesized-plan';

const TABLE = 'AWS::DynamoDB::GlobalTable';
const SECRET = 'AWS::SecretsManager::Secret';
const REGIONS = ['ap-northeast-1', 'ap-southeast-1'];

let made: SynthesizedPlan;
let sandbox: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
  sandbox = new SynthesizedPlan({ sandbox: true });
});
afterAll(() => {
  made.remove();
  sandbox.remove();
});

test('the logical ids of everything that holds data are frozen: a new id would be a new, empty one', () => {
  const idsOf = (stack: string, type: string) => Object.keys(made.resources(stack, type));

  expect({
    tables: idsOf('Data', TABLE),
    secrets: idsOf('Data', SECRET),
    key: idsOf('Foundation-ap-southeast-1', 'AWS::KMS::Key'),
    replicaKey: idsOf('Foundation-ap-northeast-1', 'AWS::KMS::ReplicaKey'),
  }).toEqual({
    tables: ['FactsTable164BB042', 'ControlTable70B6FEE0'],
    secrets: [
      'CredentialsSigningKeySecretD26D90A0',
      'CredentialsPepperSecret2990333C',
      'CredentialsChannelKeysSecret67593237',
      'CredentialsPartnerKeysSecret05F4E474',
    ],
    key: ['KeyPrimary9106E4BD'],
    replicaKey: ['KeyReplicaD1B9C2E4'],
  });
});

describe.each([
  ['Facts', 'kapok-guangdong-facts', 'person', 'fact'],
  ['Control', 'kapok-guangdong-control', 'topic', 'name'],
])('table %s', (id, tableName, partitionKey, sortKey) => {
  const table = (from = made) => from.only('Data', TABLE, id);

  test('has its name and keys', () => {
    expect(table().Properties).toMatchObject({
      TableName: tableName,
      KeySchema: [
        { AttributeName: partitionKey, KeyType: 'HASH' },
        { AttributeName: sortKey, KeyType: 'RANGE' },
      ],
    });
  });

  test('has a replica in every region, each restorable to a point in time and protected', () => {
    const replicas = table().Properties.Replicas;

    expect(replicas.map((replica: { Region: string }) => replica.Region).sort()).toEqual(REGIONS);
    for (const replica of replicas) {
      expect(replica).toMatchObject({
        PointInTimeRecoverySpecification: {
          PointInTimeRecoveryEnabled: true,
          RecoveryPeriodInDays: 35,
        },
        DeletionProtectionEnabled: true,
      });
    }
  });

  test('shows in every region which keys are throttled', () => {
    for (const { ContributorInsightsSpecification } of table().Properties.Replicas) {
      expect(ContributorInsightsSpecification).toEqual({ Enabled: true, Mode: 'THROTTLED_KEYS' });
    }
  });

  test('bears the plan’s tag in every region', () => {
    for (const { Tags } of table().Properties.Replicas) {
      expect(Tags).toEqual([{ Key: 'kapok:plan', Value: 'guangdong' }]);
    }
  });

  test('is encrypted in each region by the key of that region, found by its alias', () => {
    expect(table().Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
    for (const { Region, SSESpecification } of table().Properties.Replicas) {
      expect(SynthesizedPlan.text(SSESpecification.KMSMasterKeyId)).toBe(
        `arn:aws:kms:${Region}:<AWS::AccountId>:alias/kapok-guangdong`,
      );
    }
  });

  test('is on demand, and every replica warm for what the plan foresees', () => {
    const warm = made.capacity.warmThroughput[id === 'Facts' ? 'facts' : 'control'];

    expect(table().Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      WarmThroughput: {
        ReadUnitsPerSecond: warm.readUnitsPerSecond,
        WriteUnitsPerSecond: warm.writeUnitsPerSecond,
      },
    });
    // What a replica states for itself would take the place of the table's.
    for (const replica of table().Properties.Replicas) {
      expect(Object.keys(replica).filter((name) => /Throughput/.test(name))).toEqual([]);
    }
  });

  test('outlives its stack, but not in a sandbox', () => {
    expect(table()).toMatchObject({
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
    expect(table(sandbox)).toMatchObject({ DeletionPolicy: 'Delete' });
    for (const replica of table(sandbox).Properties.Replicas) {
      expect(replica.DeletionProtectionEnabled).toBe(false);
    }
  });
});

describe('items expire', () => {
  const expiry = (id: string, from = made) =>
    from.only('Data', TABLE, id).Properties.TimeToLiveSpecification;

  test('in control, by the time that the service writes', () => {
    expect(CONTROL_EXPIRY_ATTRIBUTE).toBe(EXPIRY_ATTRIBUTE);
    expect(expiry('Control')).toEqual({
      AttributeName: CONTROL_EXPIRY_ATTRIBUTE,
      Enabled: true,
    });
  });

  test('never among facts', () => {
    expect(expiry('Facts')).toBeUndefined();
  });
});

describe.each([
  ['SigningKey', 'kapok-guangdong-signing-key'],
  ['Pepper', 'kapok-guangdong-pepper'],
  ['ChannelKeys', 'kapok-guangdong-channel-keys'],
  ['PartnerKeys', 'kapok-guangdong-partner-keys'],
])('secret %s', (id, name) => {
  const secret = (from = made) => from.only('Data', SECRET, `Credentials${id}`);

  test('is replicated and encrypted by the key of each region', () => {
    expect(secret().Properties).toMatchObject({
      Name: name,
      KmsKeyId: 'alias/kapok-guangdong',
      ReplicaRegions: [{ Region: 'ap-northeast-1', KmsKeyId: 'alias/kapok-guangdong' }],
    });
  });

  test('has no value in the template, nor one that CloudFormation would make anew', () => {
    expect(secret().Properties.SecretString).toBeUndefined();
    expect(secret().Properties.GenerateSecretString).toBeUndefined();
  });

  test('outlives its stack, but not in a sandbox', () => {
    expect(secret().DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(secret().UpdateReplacePolicy).toBe('Retain');
    expect(secret(sandbox).DeletionPolicy).toBe('Delete');
  });
});

describe('the function that fills the secrets', () => {
  const maker = () => made.only('Data', 'AWS::Lambda::Function', 'CredentialsMaker');

  test('runs on Node 24 and Graviton and is told the secrets by name', () => {
    expect(maker().Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Environment: {
        Variables: {
          KAPOK_SIGNING_KEY_SECRET: 'kapok-guangdong-signing-key',
          KAPOK_PEPPER_SECRET: 'kapok-guangdong-pepper',
          KAPOK_CHANNEL_KEYS_SECRET: 'kapok-guangdong-channel-keys',
          KAPOK_PARTNER_KEYS_SECRET: 'kapok-guangdong-partner-keys',
        },
      },
    });
  });

  test('may read and write these secrets, with the key of each region, and its own log', () => {
    const policy = made.only('Data', 'AWS::IAM::Policy', 'CredentialsMaker').Properties;
    const [log, secrets, key, ...others] = policy.PolicyDocument.Statement;

    expect(others).toEqual([]);
    expectOwnLog(log, 'CredentialsMaker');
    expect(secrets).toMatchObject({
      Action: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
      ],
      Resource: Object.keys(made.resources('Data', SECRET))
        .sort()
        .map((Ref) => ({ Ref })),
    });
    expectSecretsKey(key);
  });

  test('has the time it may wait, with a minute to spare', () => {
    expect(maker().Properties.Timeout * 1000).toBe(
      ACCESS_PATIENCE_MS + COPIES_PATIENCE_MS + 60_000,
    );
  });

  test('is called again when another region or another secret joins', () => {
    expect(made.only('Data', 'Custom::CredentialSecrets').Properties).toMatchObject({
      replicaRegions: ['ap-northeast-1'],
      secrets: ['signing-key', 'pepper', 'channel-keys', 'partner-keys'].map(
        (name) => `kapok-guangdong-${name}`,
      ),
    });
  });

  test('is called once the secrets and its permissions are there', () => {
    const { DependsOn } = made.only('Data', 'Custom::CredentialSecrets');
    const [policyId] = Object.keys(made.resources('Data', 'AWS::IAM::Policy')).filter((id) =>
      id.startsWith('CredentialsMaker'),
    );

    expect(DependsOn).toEqual(
      expect.arrayContaining([policyId, ...Object.keys(made.resources('Data', SECRET))]),
    );
  });

  test('keeps its logs for a month', () => {
    for (const group of made.resourceList('Data', 'AWS::Logs::LogGroup', 'Credentials')) {
      expect(group.Properties.RetentionInDays).toBe(30);
    }
  });
});

describe('the rotation of the signing keys', () => {
  const ROTATION = 'SigningKeyRotation';
  const rotator = () => made.only('Data', 'AWS::Lambda::Function', ROTATION);
  const schedule = () => made.only('Data', 'AWS::SecretsManager::RotationSchedule');

  test('comes every 30 days, for the signing keys alone, and never because of a deployment', () => {
    const [rotatorId] = Object.keys(made.resources('Data', 'AWS::Lambda::Function')).filter((id) =>
      id.startsWith(ROTATION),
    );
    expect(schedule().Properties).toEqual({
      SecretId: { Ref: 'CredentialsSigningKeySecretD26D90A0' },
      RotationLambdaARN: { 'Fn::GetAtt': [rotatorId, 'Arn'] },
      RotationRules: { AutomaticallyAfterDays: 30 },
      RotateImmediatelyOnUpdate: false,
    });
  });

  test('waits for the first keys and for the permissions of its function', () => {
    const idsOf = (type: string, prefix: string) =>
      Object.keys(made.resources('Data', type)).filter((id) => id.startsWith(prefix));

    expect(schedule().DependsOn).toEqual(
      expect.arrayContaining([
        ...idsOf('Custom::CredentialSecrets', ''),
        ...idsOf('AWS::IAM::Policy', ROTATION),
        ...idsOf('AWS::Lambda::Permission', ROTATION),
      ]),
    );
  });

  test('runs on Node 24 and Graviton, at the word of Secrets Manager in this account', () => {
    expect(rotator().Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Timeout: 30,
    });
    expect(made.only('Data', 'AWS::Lambda::Permission', ROTATION).Properties).toMatchObject({
      Action: 'lambda:InvokeFunction',
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: { Ref: 'AWS::AccountId' },
    });
  });

  test('may move the versions of the signing keys, with the key of each region, and no more', () => {
    const policy = made.only('Data', 'AWS::IAM::Policy', ROTATION).Properties;
    const [log, secret, key, ...others] = policy.PolicyDocument.Statement;

    expect(others).toEqual([]);
    expectOwnLog(log, ROTATION);
    expect(secret).toMatchObject({
      Action: [
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:UpdateSecretVersionStage',
      ],
      Resource: { Ref: 'CredentialsSigningKeySecretD26D90A0' },
    });
    expectSecretsKey(key);
  });
});

test('the function that merges facts has a whole processor, and its log is kept for an audit', () => {
  const { MemorySize } = made.only('Data', 'AWS::Lambda::Function', 'MergeFacts').Properties;
  const log = made.only('Data', 'AWS::Logs::LogGroup', 'MergeFacts').Properties;

  expect(MemorySize).toBe(1_769);
  // Thirteen months as CloudWatch counts them.
  expect(log.RetentionInDays).toBe(400);
});

test('no function writes to the log of another', () => {
  const roles = made.resourceList('Data', 'AWS::IAM::Role');
  expect(roles.filter(({ Properties }) => Properties.ManagedPolicyArns !== undefined)).toEqual([]);
});

// biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
function expectOwnLog(statement: any, idPrefix: string): void {
  expect(statement).toMatchObject({
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: { 'Fn::GetAtt': [expect.stringMatching(`^${idPrefix}`), 'Arn'] },
  });
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function expectSecretsKey(statement: any): void {
  expect(statement).toMatchObject({
    Action: ['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey'],
    Condition: {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/kapok-guangdong' },
      StringLike: {
        'kms:ViaService': [
          'secretsmanager.ap-southeast-1.amazonaws.com*',
          'secretsmanager.ap-northeast-1.amazonaws.com*',
        ],
      },
    },
  });
  expect(statement.Resource.map(SynthesizedPlan.text).sort()).toEqual(
    REGIONS.map((region) => `arn:aws:kms:${region}:<AWS::AccountId>:key/*`),
  );
}
