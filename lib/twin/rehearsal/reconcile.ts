import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchGetCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { FactCount } from '../../drill/measurement';
import { type FactKey, factKeyText } from '../clients/laboratory';

/** Keys BatchGetItem takes at once. */
const KEYS_PER_READ = 100;

/** Requests under way at once towards one region. */
const READERS = 4;

/** A region's store as the reconciliation reads it: directly, past every cache of the service. */
export interface RegionStore {
  readonly region: string;
  readonly awsEndpoint: string;
}

/** Looks up every acknowledged fact in every region. */
export async function reconcileFacts(
  acknowledged: readonly FactKey[],
  stores: readonly RegionStore[],
  factsTable: string,
): Promise<FactCount> {
  const found = await Promise.all(
    stores.map(async (store) => presentKeys(acknowledged, store, factsTable)),
  );
  const lost = acknowledged.filter((key) => !found.every((keys) => keys.has(factKeyText(key))));
  return {
    acknowledged: acknowledged.length,
    presentByRegion: Object.fromEntries(
      stores.map((store, at) => [store.region, found[at]?.size ?? 0]),
    ),
    lost: lost.length,
  };
}

async function presentKeys(
  keys: readonly FactKey[],
  { region, awsEndpoint }: RegionStore,
  table: string,
): Promise<ReadonlySet<string>> {
  const client = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      region,
      endpoint: awsEndpoint,
      credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
    }),
  );
  const pages: FactKey[][] = [];
  for (let at = 0; at < keys.length; at += KEYS_PER_READ) {
    pages.push(keys.slice(at, at + KEYS_PER_READ));
  }
  const present = new Set<string>();
  const reader = async () => {
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
      for (const key of await readPage(client, table, page)) present.add(key);
    }
  };
  try {
    await Promise.all(Array.from({ length: READERS }, reader));
    return present;
  } finally {
    client.destroy();
  }
}

async function readPage(
  client: DynamoDBDocumentClient,
  table: string,
  page: readonly FactKey[],
): Promise<string[]> {
  const found: string[] = [];
  let asked: Record<string, unknown>[] = page.map(({ person, fact }) => ({ person, fact }));
  while (asked.length > 0) {
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetCommand({
        RequestItems: {
          [table]: {
            Keys: asked,
            ProjectionExpression: '#person, #fact',
            ExpressionAttributeNames: { '#person': 'person', '#fact': 'fact' },
          },
        },
      }),
    );
    for (const item of Responses?.[table] ?? [])
      found.push(factKeyText(item as unknown as FactKey));
    asked = UnprocessedKeys?.[table]?.Keys ?? [];
  }
  return found;
}
