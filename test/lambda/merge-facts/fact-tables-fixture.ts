import { type DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type {
  FactPage,
  FactTables,
  ScanPlace,
  StoredFact,
} from '../../../lambda/adapters/fact-tables';
import { keyDigest } from '../../../lambda/merge-facts/progress';

/** A fact as DynamoDB writes it. */
export function storedFact(
  person: number,
  fact: number,
  { says = 'negative', receivedAt = '2022-01-10T00:00:00.000Z' } = {},
): StoredFact {
  return {
    person: { S: `person#${person}` },
    fact: { S: `nucleic-acid-test#2022-01-09T00:00:00.000Z#lab#${fact}` },
    digest: { S: says },
    body: { M: { result: { S: says } } },
    receivedAt: { S: receivedAt },
  };
}

/** Tables in memory; segments hold every n-th fact. */
export class MemoryFactTables implements FactTables {
  readonly live: Map<string, StoredFact>;
  scans = 0;

  constructor(
    private readonly restored: readonly StoredFact[],
    live: readonly StoredFact[] = [],
  ) {
    this.live = new Map(live.map((fact) => [keyDigest(fact), fact]));
  }

  async scan(_: string, { segment, segments, limit, from }: ScanPlace): Promise<FactPage> {
    this.scans += 1;
    const own = this.restored.filter((_fact, index) => index % segments === segment);
    const start =
      from === undefined ? 0 : own.findIndex((fact) => keyDigest(fact) === keyDigest(from)) + 1;
    const items = own.slice(start, start + limit);
    const last = items.at(-1);
    return { items, ...(start + limit < own.length && { next: last }) };
  }

  async find(keys: readonly StoredFact[]): Promise<StoredFact[]> {
    return keys.map((key) => this.live.get(keyDigest(key))).filter((fact) => fact !== undefined);
  }

  async add(fact: StoredFact): Promise<boolean> {
    const key = keyDigest(fact);
    if (this.live.has(key)) return false;
    this.live.set(key, fact);
    return true;
  }
}

/** Puts facts into a table as replication or a careless hand would, without a condition. */
export async function fill(
  client: DynamoDBClient,
  table: string,
  facts: readonly StoredFact[],
): Promise<void> {
  for (const Item of facts) await client.send(new PutItemCommand({ TableName: table, Item }));
}

/** All facts of a table, in the order of their keys. */
export async function allFacts(client: DynamoDBClient, table: string): Promise<StoredFact[]> {
  const { Items = [] } = await client.send(
    new ScanCommand({ TableName: table, ConsistentRead: true }),
  );
  return byKey(Items);
}

/** Facts in the order of their keys. */
export function byKey(facts: readonly StoredFact[]): StoredFact[] {
  const key = ({ person, fact }: StoredFact) => `${person?.S} ${fact?.S}`;
  return [...facts].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
