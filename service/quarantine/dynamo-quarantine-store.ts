import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredItem } from '../store/plain-item';
import { asked, StoreUnavailableError } from '../store/store-error';
import {
  appliedItem,
  batchItem,
  decisionItem,
  QUARANTINE_PARTITION,
  readEntries,
  SUMMARY_ATTRIBUTES,
  tryReadBatch,
} from './quarantine-items';
import type { IQuarantineStore, QuarantineEntry } from './quarantine-store';
import type { QuarantineDecision, QuarantinedBatch, QuarantineProgress } from './quarantined-batch';

/** What a `DynamoQuarantineStore` needs. */
export interface DynamoQuarantineStoreOptions {
  readonly client: DynamoDBDocumentClient;
  /** The table of the facts. */
  readonly table: string;
  /** Hears of a batch of which this version cannot read all. */
  readonly onUnreadable: (sortKey: string) => void;
}

/** Batches in a partition of the global table `facts`, so that any region can release them. */
export class DynamoQuarantineStore implements IQuarantineStore {
  constructor(private readonly options: DynamoQuarantineStoreOptions) {}

  putBatch(batch: QuarantinedBatch): Promise<void> {
    return this.putOnce(batchItem(batch));
  }

  putDecision(batchId: string, decision: QuarantineDecision): Promise<void> {
    return this.putOnce(decisionItem(batchId, decision));
  }

  putApplied(batchId: string, at: string): Promise<void> {
    return this.putOnce(appliedItem(batchId, at));
  }

  async tryRead(batchId: string): Promise<(QuarantinedBatch & QuarantineProgress) | undefined> {
    const items = await this.query({
      ConsistentRead: true,
      KeyConditionExpression: '#person = :quarantine AND begins_with(#fact, :batch)',
      ExpressionAttributeNames: { '#person': 'person', '#fact': 'fact' },
      ExpressionAttributeValues: { ':quarantine': QUARANTINE_PARTITION, ':batch': `${batchId}#` },
    });
    return tryReadBatch(items, this.options.onUnreadable);
  }

  async list(): Promise<QuarantineEntry[]> {
    const shown = SUMMARY_ATTRIBUTES.map((attribute) => [`#${attribute}`, attribute]);
    const items = await this.query({
      KeyConditionExpression: '#person = :quarantine',
      ProjectionExpression: shown.map(([name]) => name).join(', '),
      ExpressionAttributeNames: { '#person': 'person', ...Object.fromEntries(shown) },
      ExpressionAttributeValues: { ':quarantine': QUARANTINE_PARTITION },
    });
    return readEntries(items);
  }

  private async query(
    input: Omit<ConstructorParameters<typeof QueryCommand>[0], 'TableName'>,
  ): Promise<StoredItem[]> {
    const { client, table } = this.options;
    const items: StoredItem[] = [];
    let from: StoredItem | undefined;
    do {
      const command = new QueryCommand({ ...input, TableName: table, ExclusiveStartKey: from });
      const page = await asked(client.send(command));
      items.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  }

  /** The first to put an item wins, so that saying a thing again moves no time. */
  private async putOnce(item: StoredItem): Promise<void> {
    const { client, table } = this.options;
    try {
      await client.send(
        new PutCommand({
          TableName: table,
          Item: item,
          ConditionExpression: 'attribute_not_exists(#person)',
          ExpressionAttributeNames: { '#person': 'person' },
        }),
      );
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return;
      throw new StoreUnavailableError(error);
    }
  }
}
