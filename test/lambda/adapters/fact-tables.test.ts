import {
  type BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import {
  ATTEMPTS,
  DynamoFactTables,
  type PauseOptions,
} from '../../../lambda/adapters/fact-tables';

type Command = BatchGetItemCommand | PutItemCommand | ScanCommand;

function tablesThat(
  answer: (command: Command) => unknown,
  pauses: PauseOptions = {},
): DynamoFactTables {
  const client = { send: async (command: Command) => answer(command) };
  return new DynamoFactTables('facts', client as unknown as DynamoDBClient, pauses);
}

const KEY = { person: { S: 'p' }, fact: { S: 'f' } };
const OTHER = { person: { S: 'p' }, fact: { S: 'g' } };

const NO_TIME: PauseOptions = { pause: async () => undefined };

test('reads one segment of the restored table, from where it stopped', async () => {
  const tables = tablesThat((command) => {
    expect(command).toBeInstanceOf(ScanCommand);
    expect(command.input).toEqual({
      TableName: 'facts-restored',
      Segment: 1,
      TotalSegments: 4,
      Limit: 10,
      ExclusiveStartKey: KEY,
    });
    return { Items: [OTHER], LastEvaluatedKey: OTHER };
  });
  const place = { segment: 1, segments: 4, limit: 10, from: KEY };

  expect(await tables.scan('facts-restored', place)).toEqual({ items: [OTHER], next: OTHER });
});

test('asks again for what did not fit into an answer', async () => {
  const asked: unknown[] = [];
  const tables = tablesThat((command) => {
    asked.push((command as BatchGetItemCommand).input.RequestItems?.facts);
    const isFirst = asked.length === 1;
    return {
      Responses: { facts: [isFirst ? KEY : OTHER] },
      UnprocessedKeys: isFirst ? { facts: { Keys: [OTHER] } } : {},
    };
  }, NO_TIME);

  expect(await tables.find([KEY, OTHER], { consistent: true })).toEqual([KEY, OTHER]);
  expect(asked).toEqual([
    { Keys: [KEY, OTHER], ConsistentRead: true },
    { Keys: [OTHER], ConsistentRead: true },
  ]);
});

test.each([
  ['longest', 1, [100, 200, 400, 800, 1_600, 3_200, 3_200]],
  ['drawn', 0.5, [50, 100, 200, 400, 800, 1_600, 1_600]],
])('pauses longer before each further look, the %s', async (_, drawn, expected) => {
  const pauses: number[] = [];
  const tables = tablesThat(() => ({ UnprocessedKeys: { facts: { Keys: [KEY] } } }), {
    pause: async (ms) => pauses.push(ms),
    random: () => drawn,
  });

  await expect(tables.find([KEY], { consistent: false })).rejects.toMatchObject({
    code: 'KAPOK_FACTS_UNANSWERED',
    got: 'no answer for 1 keys in 8 look-ups',
    message: expect.stringMatching(/^KAPOK_FACTS_UNANSWERED: /),
  });
  expect(pauses).toEqual(expected);
});

test('one call that is refused again and again ends in time for its merge to answer', () => {
  // The pauses of the SDK for what is throttled double from half a second, up to 20 s.
  const longest = Array.from({ length: ATTEMPTS - 1 }, (_, at) => Math.min(20_000, 500 * 2 ** at));

  expect(longest.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(60_000 / 3);
});

test('asks nothing about no keys', async () => {
  const tables = tablesThat(() => {
    throw new Error('asked');
  });

  expect(await tables.find([], { consistent: false })).toEqual([]);
});

test('adds a fact only where none is', async () => {
  const tables = tablesThat((command) => {
    expect(command).toBeInstanceOf(PutItemCommand);
    expect(command.input).toMatchObject({
      TableName: 'facts',
      Item: KEY,
      ConditionExpression: 'attribute_not_exists(#person)',
    });
  });

  expect(await tables.add(KEY)).toBe(true);
});

test.each([
  ['says that the key is taken', 'ConditionalCheckFailedException', false],
  ['fails with anything else', 'InternalServerError', undefined],
])('%s', async (_, name, expected) => {
  const tables = tablesThat(() => {
    throw name === 'InternalServerError'
      ? new Error(name)
      : new ConditionalCheckFailedException({ message: name, $metadata: {} });
  });

  if (expected === undefined) await expect(tables.add(KEY)).rejects.toThrow(name);
  else expect(await tables.add(KEY)).toBe(expected);
});
