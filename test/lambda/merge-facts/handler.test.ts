import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createTable, type LocalServer, startDynamo } from '../../service/fixtures/aws';
import { allFacts, fill, storedFact } from './fact-tables-fixture';

const LIVE = 'kapok-guangdong-facts';
const RESTORED = `${LIVE}-restored`;
const PERSON_FACTS = 150;

let dynamo: LocalServer;
let client: DynamoDBClient;
let merge: typeof import('../../../lambda/merge-facts/handler');
const logged: string[] = [];

beforeAll(async () => {
  dynamo = await startDynamo();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: dynamo.url,
    AWS_REGION: 'ap-southeast-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    KAPOK_FACTS_TABLE: LIVE,
  });
  client = new DynamoDBClient({});
  for (const table of [LIVE, RESTORED]) await createTable(client, table, ['person', 'fact']);
  // One person's facts lie in one segment, and are more than one page.
  const facts = Array.from({ length: PERSON_FACTS }, (_, at) => storedFact(1, at));
  await fill(client, RESTORED, facts);
  // It reads its environment when it is loaded.
  merge = jest.requireActual('../../../lambda/merge-facts/handler');
  jest.spyOn(console, 'info').mockImplementation((line) => logged.push(line));
});

afterAll(async () => {
  jest.restoreAllMocks();
  client.destroy();
  await dynamo.close();
});

function call(request: object, remainingMs: number) {
  return merge.handler(request, { getRemainingTimeInMillis: () => remainingMs });
}

test('stops in time for what is on its way, and goes on from its own answer', async () => {
  const first = await call({ restoredTable: RESTORED, apply: true }, merge.RESERVE_MS);
  expect([first.done, first.counts.added]).toEqual([false, 100]);

  const last = await call(first, merge.RESERVE_MS + 1);
  expect([last.done, last.counts.added]).toEqual([true, PERSON_FACTS]);
  expect(await allFacts(client, LIVE)).toHaveLength(PERSON_FACTS);
});

test('logs what was put back, but nobody’s facts', async () => {
  await call({ restoredTable: RESTORED }, merge.RESERVE_MS);

  expect(JSON.parse(logged.at(-1) ?? '')).toEqual({
    restoredTable: RESTORED,
    apply: false,
    done: false,
    counts: { read: 100, identical: 100, missing: 0, added: 0, differing: 0 },
  });
  expect(logged.join()).not.toContain('person#');
});
