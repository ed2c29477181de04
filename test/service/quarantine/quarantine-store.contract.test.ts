import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoFactStore } from '../../../service/facts/dynamo-fact-store';
import { DynamoQuarantineStore } from '../../../service/quarantine/dynamo-quarantine-store';
import { batchItem } from '../../../service/quarantine/quarantine-items';
import type { IQuarantineStore } from '../../../service/quarantine/quarantine-store';
import type { QuarantinedBatch } from '../../../service/quarantine/quarantined-batch';
import { MAX_BATCH, RECORDS_BODY_LIMIT } from '../../../service/records/record-limits';
import { createDynamoClient } from '../../../service/store/dynamo-client';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { createTable, type LocalServer, startDynamo } from '../fixtures/aws';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';
import { MemoryQuarantineStore } from '../fixtures/memory-quarantine';

const TABLE = 'facts';
const unreadable: string[] = [];
let dynamo: LocalServer;

const onUnreadable = (key: string) => unreadable.push(key);
const options = () => ({ client: createDynamoClient({ region: 'r' }), table: TABLE, onUnreadable });

beforeAll(async () => {
  dynamo = await startDynamo();
  process.env.AWS_ENDPOINT_URL = dynamo.url;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  const raw = new DynamoDBClient({ region: 'r' });
  await createTable(raw, TABLE, ['person', 'fact']);
  raw.destroy();
});

afterAll(() => dynamo.close());

const FACTS = [
  testFact('positive', '2022-01-09T08:00:00+08:00'),
  visitFact('440303', '2022-01-08T10:00:00+08:00', '2022-01-08T18:00:00+08:00'),
  correctionFact(testFact('negative', '2022-01-08T08:00:00+08:00'), '2022-01-09T20:00:00+08:00'),
].map((fact, at) => ({ ...fact, personKey: String(at).repeat(64) }));

let made = 0;
function batch(more: Partial<QuarantinedBatch> = {}): QuarantinedBatch {
  made += 1;
  return {
    batchId: String(made).padStart(32, '0'),
    source: 'lab',
    kind: 'nucleic-acid-test',
    records: 3,
    people: 3,
    turned: 2,
    at: '2022-01-10T00:31:00.000Z',
    keyDigest: 'f'.repeat(64),
    facts: FACTS,
    ...more,
  };
}

const decision = {
  verdict: 'release',
  supervisor: 'dr-li',
  at: '2022-01-10T01:00:00.000Z',
} as const;

describe.each<[string, () => IQuarantineStore]>([
  ['DynamoDB', () => new DynamoQuarantineStore(options())],
  ['memory', () => new MemoryQuarantineStore()],
])('batches in quarantine in %s', (_name, create) => {
  test('a batch reads back with all its facts, and is listed without them', async () => {
    const store = create();
    const held = batch();
    await store.putBatch(held);
    expect(await store.tryRead(held.batchId)).toEqual({ ...held, decisions: [], isApplied: false });
    const { facts: _, ...summary } = held;
    const listed = await store.list();
    expect(listed).toContainEqual({ ...summary, decisions: [], isApplied: false });
  });

  test('what was put first stays', async () => {
    const store = create();
    const held = batch();
    await store.putBatch(held);
    await store.putBatch({ ...held, turned: 99 });
    await store.putDecision(held.batchId, decision);
    await store.putDecision(held.batchId, { ...decision, at: '2022-01-10T09:00:00.000Z' });
    const read = await store.tryRead(held.batchId);
    expect([read?.turned, read?.decisions]).toEqual([2, [decision]]);
  });

  test('what several people said stands side by side', async () => {
    const store = create();
    const held = batch();
    await store.putBatch(held);
    const said = [
      decision,
      { ...decision, verdict: 'reject' as const },
      { ...decision, supervisor: 'dr-wang' },
    ];
    for (const each of said) await store.putDecision(held.batchId, each);
    await store.putApplied(held.batchId, '2022-01-10T02:00:00.000Z');
    const read = await store.tryRead(held.batchId);
    expect(new Set(read?.decisions)).toEqual(new Set(said));
    expect(read?.isApplied).toBe(true);
  });

  test('batches are apart, and one that nobody put is not there', async () => {
    const store = create();
    const [one, other] = [batch(), batch()];
    await store.putBatch(one);
    await store.putDecision(other.batchId, decision);
    expect((await store.tryRead(one.batchId))?.decisions).toEqual([]);
    // What was said may be replicated before the batch.
    expect(await store.tryRead(other.batchId)).toBeUndefined();
    expect((await store.list()).map(({ batchId }) => batchId)).not.toContain(other.batchId);
  });
});

test('nobody’s facts are read out of the partition of the batches', async () => {
  const facts = new DynamoFactStore(options());
  for (const { personKey } of FACTS) expect(await facts.factsOf(personKey)).toEqual([]);
});

test('the longest batch fits in one item', () => {
  const laboratory = '测'.repeat(Math.floor((RECORDS_BODY_LIMIT / MAX_BATCH - 200) / 3));
  const facts = Array.from({ length: MAX_BATCH }, () => {
    const fact = testFact('positive', '2022-01-09T08:00:00+08:00');
    const recordId = 'r'.repeat(64);
    const source = 's'.repeat(64);
    const long = { personKey: 'a'.repeat(64), digest: 'd'.repeat(64), recordId, source };
    return { ...fact, ...long, body: { ...fact.body, laboratory } };
  });
  const bytes = Buffer.byteLength(JSON.stringify(batchItem(batch({ facts }))));
  expect(bytes).toBeLessThan(300_000);
});

test('more than one page of batches is listed', async () => {
  const store = new DynamoQuarantineStore(options());
  const client = createDynamoClient({ region: 'r' });
  const before = (await store.list()).length;
  for (let at = 0; at < 8; at += 1) {
    const Item = { ...batchItem(batch()), more: 'x'.repeat(200_000) };
    await client.send(new PutCommand({ TableName: TABLE, Item }));
  }
  expect(await store.list()).toHaveLength(before + 8);
  client.destroy();
});

test('a fact of a kind that only newer versions know is reported and left out', async () => {
  const store = new DynamoQuarantineStore(options());
  const held = batch();
  await store.putBatch({ ...held, facts: [...FACTS, { ...FACTS[0], kind: 'new' } as never] });
  expect((await store.tryRead(held.batchId))?.facts).toEqual(FACTS);
  expect(unreadable).toEqual([`${held.batchId}#batch`]);
});

test('fails as unavailable when the store cannot do it', async () => {
  const lost = new DynamoQuarantineStore({ ...options(), table: 'no-such' });
  for (const call of [
    () => lost.putBatch(batch()),
    () => lost.putDecision('b', decision),
    () => lost.tryRead('b'),
    () => lost.list(),
  ]) {
    await expect(call()).rejects.toBeInstanceOf(StoreUnavailableError);
  }
});
