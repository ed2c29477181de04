import { SynthesizedPlan } from './synthesized-plan';

const FIRST = 'Foundation-ap-southeast-1';
const OTHER = 'Foundation-ap-northeast-1';

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

test('the first region makes a multi-Region key that rotates', () => {
  expect(made.only(FIRST, 'AWS::KMS::Key').Properties).toMatchObject({
    MultiRegion: true,
    EnableKeyRotation: true,
    PendingWindowInDays: 30,
  });
});

test('every other region holds a replica of that key', () => {
  const replica = made.only(OTHER, 'AWS::KMS::ReplicaKey').Properties;

  expect(made.resources(OTHER, 'AWS::KMS::Key')).toEqual({});
  expect(replica.PrimaryKeyArn['Fn::GetStackOutput']).toMatchObject({
    StackName: 'Kapok-guangdong-Foundation-ap-southeast-1',
    Region: 'ap-southeast-1',
  });
});

test.each([
  [FIRST, 'AWS::KMS::Key'],
  [OTHER, 'AWS::KMS::ReplicaKey'],
])('%s finds its key under the same alias and leaves its use to the account', (stack, type) => {
  const [id] = Object.keys(made.resources(stack, type));
  const { KeyPolicy } = made.only(stack, type).Properties;

  expect(made.only(stack, 'AWS::KMS::Alias').Properties).toMatchObject({
    AliasName: 'alias/kapok-guangdong',
    TargetKeyId: type === 'AWS::KMS::Key' ? { Ref: id } : { 'Fn::GetAtt': [id, 'KeyId'] },
  });
  expect(KeyPolicy.Statement[0].Action).toBe('kms:*');
  expect(SynthesizedPlan.text(KeyPolicy.Statement[0].Principal.AWS)).toBe(
    'arn:aws:iam::<AWS::AccountId>:root',
  );
});

test.each([
  [FIRST, 'AWS::KMS::Key'],
  [OTHER, 'AWS::KMS::ReplicaKey'],
])('%s keeps its key when the stack goes, but not in a sandbox', (stack, type) => {
  expect(made.only(stack, type)).toMatchObject({
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
  expect(sandbox.only(stack, type).DeletionPolicy).toBe('Delete');
});

describe.each([
  [FIRST, 'AWS::KMS::Key', 'ap-southeast-1'],
  [OTHER, 'AWS::KMS::ReplicaKey', 'ap-northeast-1'],
])('beside the account, %s lets its key be used', (stack, type, region) => {
  const statements = () => made.only(stack, type).Properties.KeyPolicy.Statement.slice(1);
  const topic = `arn:aws:sns:${region}:<AWS::AccountId>:kapok-guangdong-alarms`;

  test('by the services that publish to the alarm topic of the region, and for nothing else', () => {
    expect(
      statements().map(({ Principal, Action, Condition }: Statement) => [
        Principal.Service,
        Action,
        SynthesizedPlan.text(Condition?.StringEquals?.['kms:EncryptionContext:aws:sns:topicArn']),
      ]),
    ).toEqual(
      ['cloudwatch.amazonaws.com', 'events.amazonaws.com'].map((service) => [
        service,
        ['kms:Decrypt', 'kms:GenerateDataKey*'],
        topic,
      ]),
    );
  });

  test('by CloudWatch for this account alone; EventBridge could not deliver with that condition', () => {
    const accounts = statements().map(
      ({ Condition }: Statement) => Condition?.StringEquals?.['aws:SourceAccount'],
    );

    expect(accounts).toEqual([{ Ref: 'AWS::AccountId' }, undefined]);
  });
});

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Principal: { readonly Service?: string; readonly AWS?: unknown };
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

test('every region that holds data has a foundation, and an absent one has none', () => {
  const single = new SynthesizedPlan({ strategy: 'single-region' });
  const backup = new SynthesizedPlan({ strategy: 'backup-restore' });
  const foundations = (plan: SynthesizedPlan) =>
    plan.stackIds().filter((id) => id.startsWith('Foundation-'));

  expect(foundations(single)).toEqual([FIRST]);
  expect(foundations(backup)).toEqual([OTHER, FIRST]);
  for (const plan of [single, backup]) plan.remove();
});
