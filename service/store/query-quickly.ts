import {
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { asked, type StoredItem } from './dynamo-client';
import { plainItem } from './plain-item';
import type { Partition } from './query-all';

/**
 * The same as `queryAll`, for the reads that people wait for: nearly always one page.
 * @throws StoreUnavailableError
 */
export async function queryQuickly(
  queries: DynamoDBClient,
  { table, keyName, key }: Partition,
): Promise<StoredItem[]> {
  const items: StoredItem[] = [];
  let from: QueryCommandOutput['LastEvaluatedKey'];
  do {
    const command = new QueryCommand({
      TableName: table,
      KeyConditionExpression: '#key = :key',
      ExpressionAttributeNames: { '#key': keyName },
      ExpressionAttributeValues: { ':key': { S: key } },
      ExclusiveStartKey: from,
    });
    const page = await asked(queries.send(command));
    for (const item of page.Items ?? []) items.push(plainItem(item));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}
