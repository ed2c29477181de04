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
  expect(KeyPolicy.Statement).toHaveLength(1);
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
