import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StoreClient } from '../store/dynamo-client';
import type { StoredItem } from '../store/plain-item';
import { asked, StoreUnavailableError } from '../store/store-error';
import { type Fact, factKey, factVersionsPrefix, personPartition } from './fact';
import type { AppendOutcome, IFactStore } from './fact-store';
import { readFact } from './read-fact';

/** What a `DynamoFactStore` needs. */
export interface DynamoFactStoreOptions {
  readonly client: StoreClient;
  readonly table: string;
  /** Hears of an item that this version cannot read, by its sort key. */
  readonly onUnreadable: (sortKey: string) => void;
}

/** Facts in the region's replica of the global table. */
export class DynamoFactStore implements IFactStore {
  constructor(private readonly options: DynamoFactStoreOptions) {}

  async append(fact: Fact): Promise<AppendOutcome> {
    const added = await this.putOnce(fact);
    // After the write, so that of two contradictions that race the later one sees the earlier one.
    if (await this.isContested(fact)) return 'conflict';
    return added ? 'stored' : 'known';
  }

  async factsOf(personKey: string): Promise<Fact[]> {
    const { client, table, onUnreadable } = this.options;
    const key = personPartition(personKey);
    const items = await client.queries.items({ table, keyName: 'person', key });
    return items.flatMap((item) => {
      const fact = readFact(item, personKey);
      if (fact === undefined) onUnreadable(String(item.fact));
      return fact ?? [];
    });
  }

  /** False when its key is taken. */
  private async putOnce(fact: Fact): Promise<boolean> {
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
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw new StoreUnavailableError(error);
    }
  }

  /**
   * Whether the source sent something else under the same number, here or, as far as it is
   * replicated, elsewhere. One page holds all versions: there are one or two of some 500 bytes.
   */
  private async isContested(fact: Fact): Promise<boolean> {
    const { client, table } = this.options;
    const { Items = [] } = await asked(
      client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: '#person = :person AND begins_with(#fact, :versions)',
          ProjectionExpression: '#digest',
          ExpressionAttributeNames: { '#person': 'person', '#fact': 'fact', '#digest': 'digest' },
          ExpressionAttributeValues: {
            ':person': personPartition(fact.personKey),
            ':versions': factVersionsPrefix(fact),
          },
        }),
      ),
    );
    return Items.some(({ digest }) => digest !== fact.digest);
  }
}

function toItem(fact: Fact): StoredItem {
  const { personKey: _, ...attributes } = fact;
  return { ...factKey(fact), ...attributes };
}
