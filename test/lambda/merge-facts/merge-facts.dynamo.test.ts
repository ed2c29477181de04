import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoFactTables } from '../../../lambda/adapters/fact-tables';
import { answerMerge, type MergeAnswer } from '../../../lambda/merge-facts/answer-merge';
import { keyDigest } from '../../../lambda/merge-facts/progress';
import { createTable, type LocalServer, startDynamo } from '../../service/fixtures/aws';
import { allFacts, byKey, fill, storedFact } from './fact-tables-fixture';

const LIVE = 'facts';
const RESTORED = 'facts-restored';
let dynamo: LocalServer;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamo = await startDynamo();
  client = new DynamoDBClient({
    region: 'ap-southeast-1',
    endpoint: dynamo.url,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const table of [LIVE, RESTORED]) await createTable(client, table, ['person', 'fact']);
});

afterAll(async () => {
  client.destroy();
  await dynamo.close();
});

/** Facts of thirty people, three each. */
const before = Array.from({ length: 90 }, (_, at) => storedFact(at % 30, Math.floor(at / 30)));

test('lost facts come back from a table, in several calls, and damaged ones are reported', async () => {
  const since = [storedFact(31, 1), storedFact(1, 9)];
  const [damaged, ...others] = before;
  const damagedNow = { ...damaged, digest: { S: 'damaged' } };
  const kept = others.filter((_, at) => at % 3 !== 0);
  const lost = others.length - kept.length;
  await fill(client, RESTORED, before);
  await fill(client, LIVE, [...kept, ...since, damagedNow]);
  const tables = new DynamoFactTables(LIVE, client);

  const answers: MergeAnswer[] = [];
  let request: unknown = { restoredTable: RESTORED, apply: true };
  while (answers.at(-1)?.done !== true) {
    const options = { liveTable: LIVE, hasTime: () => false, pageSize: 4 };
    const answer = await answerMerge(request, tables, options);
    answers.push(answer);
    request = answer;
  }

  expect(answers.length).toBeGreaterThan(1);
  expect(answers.at(-1)).toMatchObject({
    counts: { read: 90, identical: kept.length, missing: lost, added: lost, differing: 1 },
    differing: [keyDigest(damagedNow)],
  });
  expect(await allFacts(client, LIVE)).toEqual(byKey([...others, ...since, damagedNow]));
});

test('fails with what AWS says when the restored table is not there', async () => {
  const merge = answerMerge(
    { restoredTable: 'facts-restored-none' },
    new DynamoFactTables(LIVE, client),
    {
      liveTable: LIVE,
      hasTime: () => true,
    },
  );

  await expect(merge).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});
