import { RESTORED_SUFFIX } from '../../lambda/merge-facts/merge-request';
import { RESTORED_TABLES } from '../../lib/constructs/fact-merge';
import { SynthesizedPlan } from './synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

const table = (name: string) =>
  `arn:aws:dynamodb:ap-southeast-1:<AWS::AccountId>:table/kapok-guangdong-${name}`;

function statements(): { Action: string | string[]; Resource: unknown; Condition?: object }[] {
  return made.only('Data', 'AWS::IAM::Policy', 'MergeFacts').Properties.PolicyDocument.Statement;
}

test('the function that merges facts is found by its name and has all the time there is', () => {
  const found = made.only('Data', 'AWS::Lambda::Function', 'MergeFacts').Properties;

  expect(found).toMatchObject({
    FunctionName: 'kapok-guangdong-merge-facts',
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Timeout: 900,
    Environment: { Variables: { KAPOK_FACTS_TABLE: 'kapok-guangdong-facts' } },
  });
});

test('it may read restored tables, look up and add facts, and neither change nor delete any', () => {
  const ofTables = statements().filter(({ Action }) => /dynamodb/.test(String(Action)));

  expect(ofTables.map(({ Action, Resource }) => [Action, SynthesizedPlan.text(Resource)])).toEqual([
    ['dynamodb:Scan', table('facts-restored*')],
    [['dynamodb:BatchGetItem', 'dynamodb:PutItem'], table('facts')],
  ]);
});

test('it may use the key of the tables through DynamoDB, write its own log, and nothing else', () => {
  const [key, ...others] = statements().filter(
    ({ Action }) => !/dynamodb|logs/.test(String(Action)),
  );

  expect(others).toEqual([]);
  expect(key).toMatchObject({
    Action: 'kms:Decrypt',
    Condition: {
      'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/kapok-guangdong' },
      StringLike: { 'kms:ViaService': ['dynamodb.ap-southeast-1.amazonaws.com*'] },
    },
  });
  const role = made.only('Data', 'AWS::IAM::Role', 'MergeFacts').Properties;
  expect(role.ManagedPolicyArns).toBeUndefined();
});

test('it accepts the tables that it may read', () => {
  expect(RESTORED_TABLES).toBe(`${RESTORED_SUFFIX}*`);
});
