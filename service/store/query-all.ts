import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredItem } from './plain-item';
import { asked } from './store-error';

/** One partition of a table. */
export interface Partition {
  readonly table: string;
  readonly keyName: string;
  readonly key: string;
}

/**
 * Every item of a partition, page by page; eventually consistent, which costs half and is all that
 * a region knows about the others anyway.
 * @throws StoreUnavailableError
 */
export async function queryAll(
  client: DynamoDBDocumentClient,
  { table, keyName, key }: Partition,
): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let from: StoredItem | undefined;
  do {
    const page = await asked(
      client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: '#key = :key',
          ExpressionAttributeNames: { '#key': keyName },
          ExpressionAttributeValues: { ':key': key },
          ExclusiveStartKey: from,
        }),
      ),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
