import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { queryAll } from '../store/query-all';
import { StoreUnavailableError } from '../store/store-error';
import type { AuditContent, AuditEntry } from './audit-entry';
import type { AuditOutcome, IAuditStore } from './audit-store';

/** Digits of the number of an entry in its key, so that keys sort like numbers. */
const SEQ_DIGITS = 12;

/** Audit entries in the table of facts, whose items nobody may change or delete. */
export class DynamoAuditStore implements IAuditStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async append(entry: AuditEntry): Promise<AuditOutcome> {
    const { chain, seq, ...attributes } = entry;
    const Item = { person: chain, fact: String(seq).padStart(SEQ_DIGITS, '0'), ...attributes };
    try {
      await this.client.send(
        new PutCommand({
          TableName: this.table,
          Item,
          ConditionExpression: 'attribute_not_exists(#person)',
          ExpressionAttributeNames: { '#person': 'person' },
        }),
      );
      return 'stored';
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return 'taken';
      throw new StoreUnavailableError(error);
    }
  }

  async entriesOf(chain: string): Promise<AuditEntry[]> {
    const { client, table } = this;
    const items = await queryAll(client, { table, keyName: 'person', key: chain });
    return items.map(({ fact, at, content, previous, hash }) => ({
      chain,
      seq: Number(fact),
      at: String(at),
      content: content as AuditContent,
      previous: String(previous),
      hash: String(hash),
    }));
  }
}
