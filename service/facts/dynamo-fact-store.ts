import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { asked, type StoredItem } from '../store/dynamo-client';
import { queryAll } from '../store/query-all';
import { StoreUnavailableError } from '../store/store-error';
import { type Fact, type FactKey, factKey, personPartition } from './fact';
import type { AppendOutcome, IFactStore } from './fact-store';
import { readFact } from './read-fact';

/** What a `DynamoFactStore` needs. */
export interface DynamoFactStoreOptions {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Hears of an item that this version cannot read, by its sort key. */
  readonly onUnreadable: (sortKey: string) => void;
}

/** Facts in the region's replica of the global table. */
export class DynamoFactStore implements IFactStore {
  constructor(private readonly options: DynamoFactStoreOptions) {}

  async append(fact: Fact): Promise<AppendOutcome> {
    const { client, table } = this.options;
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: toItem(fact),
          ConditionExpression: 'attribute_not_exists(#person)',
          ExpressionAttributeNames: { '#person': 'person' },
        }),
      );
      return 'stored';
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) {
        throw new StoreUnavailableError(error);
      }
      return (await this.digestOf(factKey(fact))) === fact.digest ? 'known' : 'conflict';
    }
  }

  async factsOf(personKey: string): Promise<Fact[]> {
    const { client, table, onUnreadable } = this.options;
    const items = await queryAll(client, {
      table,
      keyName: 'person',
      key: personPartition(personKey),
    });
    return items.flatMap((item) => {
      const fact = readFact(item, personKey);
      if (fact === undefined) onUnreadable(String(item.fact));
      return fact ?? [];
    });
  }

  /** Consistent, because the write that it explains was refused only just now. */
  private async digestOf(key: FactKey): Promise<unknown> {
    const { client, table } = this.options;
    const { Item } = await asked(
      client.send(
        new GetCommand({
          TableName: table,
          Key: key,
          ConsistentRead: true,
          ProjectionExpression: '#digest',
          ExpressionAttributeNames: { '#digest': 'digest' },
        }),
      ),
    );
    return Item?.digest;
  }
}

function toItem(fact: Fact): StoredItem {
  const { personKey: _, ...attributes } = fact;
  return { ...factKey(fact), ...attributes };
}
