import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { queryAll } from '../store/query-all';
import { asked } from '../store/store-error';
import type { ControlItem } from './control-items';

/** What regions tell each other; the last writer of an item wins. */
export interface IControlStore {
  /**
   * All items of a topic that this region knows.
   * @throws StoreUnavailableError
   */
  topic(topic: string): Promise<ControlItem[]>;
  /** @throws StoreUnavailableError */
  put(item: ControlItem): Promise<void>;
}

/** The region's replica of the global table `control`. */
export class DynamoControlStore implements IControlStore {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly table: string,
  ) {}

  async topic(topic: string): Promise<ControlItem[]> {
    const { client, table } = this;
    const items = await queryAll(client, { table, keyName: 'topic', key: topic });
    return items as ControlItem[];
  }

  async put(item: ControlItem): Promise<void> {
    await asked(this.client.send(new PutCommand({ TableName: this.table, Item: item })));
  }
}
