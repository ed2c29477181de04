import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoFactStore } from '../../../service/facts/dynamo-fact-store';
import { type Fact, factKey, factSortKey } from '../../../service/facts/fact';
import type { IFactStore } from '../../../service/facts/fact-store';
import { createDynamoClient } from '../../../service/store/dynamo-client';
import { StoreUnavailableError } from '../../../service/store/store-error';
import { createTable, type LocalServer, startDynamo } from '../fixtures/aws';
import { correctionFact, testFact, visitFact } from '../fixtures/facts';
import { MemoryFactStore } from '../fixtures/memory-stores';

const TABLE = 'facts';
const unreadable: unknown[] = [];
let dynamo: LocalServer;
let store: DynamoFactStore;
let raw: DynamoDBClient;

beforeAll(async () => {
  dynamo = await startDynamo();
  process.env.AWS_ENDPOINT_URL = dynamo.url;
  process.env.AWS_ACCESS_KEY_ID = 'test';
  process.env.AWS_SECRET_ACCESS_KEY = 'test';
  raw = new DynamoDBClient({ region: 'ap-southeast-1' });
  await createTable(raw, TABLE, ['person', 'fact']);
  const client = createDynamoClient({ region: 'ap-southeast-1' });
  store = new DynamoFactStore({
    client,
    table: TABLE,
    onUnreadable: (key) => unreadable.push(key),
  });
});

afterAll(async () => {
  raw.destroy();
  await dynamo.close();
});

describe.each<[string, () => IFactStore]>([
  ['DynamoDB', () => store],
  ['memory', () => new MemoryFactStore()],
])('facts in %s', (name, create) => {
  const of = (person: string, fact: Fact): Fact => ({ ...fact, personKey: `${person}-${name}` });
  const test1 = testFact('negative', '2022-01-09T08:00:00+08:00');

  test('a fact is stored once and known afterwards', async () => {
    const facts = create();
    const fact = of('once', test1);
    expect(await facts.append(fact)).toBe('stored');
    expect(await facts.append({ ...fact, receivedAt: 'later' })).toBe('known');
    expect(await facts.factsOf(fact.personKey)).toEqual([fact]);
  });

  const contested = (fact: Fact): Fact =>
    ({ ...fact, digest: 'other', body: { ...test1.body, result: 'positive' } }) as Fact;

  test('fails as a conflict when the record says something else, and keeps both', async () => {
    const facts = create();
    const fact = of('conflict', test1);
    expect(await facts.append(fact)).toBe('stored');
    expect(await facts.append(contested(fact))).toBe('conflict');
    const kept = await facts.factsOf(fact.personKey);
    expect(new Set(kept)).toEqual(new Set([fact, contested(fact)]));
    expect(new Set(kept.map(factSortKey)).size).toBe(2);
  });

  test('fails as a conflict for both once they are told apart, however often they come', async () => {
    const facts = create();
    const fact = of('again', test1);
    for (const each of [fact, contested(fact)]) await facts.append(each);
    for (const each of [fact, contested(fact), fact]) {
      expect(await facts.append(each)).toBe('conflict');
    }
    expect(await facts.factsOf(fact.personKey)).toHaveLength(2);
  });

  test('fails as a conflict for at least one of two that race', async () => {
    const facts = create();
    const fact = of('rivals', test1);
    const outcomes = await Promise.all([fact, contested(fact)].map((each) => facts.append(each)));
    expect(outcomes).toContain('conflict');
    expect(await facts.factsOf(fact.personKey)).toHaveLength(2);
  });

  test('fails as a conflict when even the short digests are equal', async () => {
    const facts = create();
    const fact = of('short', { ...test1, digest: `${'0'.repeat(63)}1` });
    expect(await facts.append(fact)).toBe('stored');
    expect(await facts.append({ ...fact, digest: `${'0'.repeat(63)}2` })).toBe('conflict');
  });

  test('a number that begins like another one is no conflict', async () => {
    const facts = create();
    const fact = of('prefix', { ...test1, recordId: 'r1' });
    expect(await facts.append(fact)).toBe('stored');
    expect(await facts.append({ ...fact, recordId: 'r12', digest: 'r12' })).toBe('stored');
    expect(await facts.append(fact)).toBe('known');
  });

  test('of facts that race for one key one is stored', async () => {
    const facts = create();
    const fact = of('race', test1);
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => facts.append(fact)));
    expect(outcomes.sort()).toEqual([...Array(7).fill('known'), 'stored']);
  });

  test('a person has all own facts, of every kind, and nobody else’s', async () => {
    const facts = create();
    const own = [
      test1,
      visitFact('440303', '2022-01-08T10:00:00+08:00', '2022-01-08T18:00:00+08:00'),
      correctionFact(test1, '2022-01-09T20:00:00+08:00', { ...test1.body, result: 'positive' }),
      correctionFact(test1, '2022-01-09T21:00:00+08:00'),
    ].map((fact) => of('all', fact));
    for (const fact of [...own, of('else', test1)]) await facts.append(fact);
    const read = await facts.factsOf(`all-${name}`);
    const byKey = (a: Fact, b: Fact) => (a.recordId < b.recordId ? -1 : 1);
    expect(read.sort(byKey)).toEqual(own.sort(byKey));
  });

  test('a person nobody knows has no facts', async () => {
    expect(await create().factsOf('nobody')).toEqual([]);
  });
});

test('more facts than fit in one page of 1 MB are all read', async () => {
  const personKey = 'many';
  const wide = (at: number) => {
    const fact = testFact('negative', new Date(Date.UTC(2022, 0, 1) + at * 60_000).toISOString());
    return { ...fact, personKey, body: { ...fact.body, laboratory: 'x'.repeat(100_000) } };
  };
  for (let at = 0; at < 12; at += 1) await store.append(wide(at));
  expect(await store.factsOf(personKey)).toHaveLength(12);
});

test('a fact of a kind that only newer versions know is reported and left out', async () => {
  const item = { person: { S: 'person#new' }, fact: { S: 'x#1' }, kind: { S: 'x' } };
  await raw.send(new PutItemCommand({ TableName: TABLE, Item: item }));
  expect(await store.factsOf('new')).toEqual([]);
  expect(unreadable).toEqual(['x#1']);
});

test('fails as unavailable when the store cannot do it', async () => {
  const client = createDynamoClient({ region: 'ap-southeast-1' });
  const lost = new DynamoFactStore({ client, table: 'no-such', onUnreadable: () => undefined });
  const fact = testFact('negative', '2022-01-09T08:00:00+08:00');
  await expect(lost.append(fact)).rejects.toBeInstanceOf(StoreUnavailableError);
  await expect(lost.factsOf('x')).rejects.toBeInstanceOf(StoreUnavailableError);
});

test('a contradiction that was taken in another region survives replication, and is told', async () => {
  const fact = { ...testFact('negative', '2022-01-09T08:00:00+08:00'), personKey: 'two-regions' };
  const there = { ...fact, digest: 'there', body: { ...fact.body, result: 'positive' } } as const;
  expect(await store.append(fact)).toBe('stored');
  // Replication writes without a condition.
  const { personKey: _, ...attributes } = there;
  const client = createDynamoClient({ region: 'ap-southeast-1' });
  const Item = { ...factKey(there), ...attributes };
  await client.send(new PutCommand({ TableName: TABLE, Item }));
  client.destroy();
  expect(await store.factsOf('two-regions')).toHaveLength(2);
  expect(await store.append(fact)).toBe('conflict');
});
