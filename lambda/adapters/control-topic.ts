import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb';

/** An item of the table `control`. */
export type TopicItem = Readonly<Record<string, unknown>>;

/** Reads the table `control`, and writes nothing. */
export interface ITopicReader {
  /** The items of a topic by name, last name first; no more are read than are asked for. */
  newestFirst(topic: string): AsyncIterable<TopicItem>;
}

/** Items that one call brings: a drill that failed is soon tried again. */
const PAGE_SIZE = 10;

/** The replica of `control` in the region a function runs in. */
export class DynamoTopicReader implements ITopicReader {
  constructor(
    private readonly table: string,
    private readonly client = DynamoDBDocumentClient.from(new DynamoDBClient({})),
  ) {}

  async *newestFirst(topic: string): AsyncIterable<TopicItem> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.table,
        KeyConditionExpression: '#topic = :topic',
        ExpressionAttributeNames: { '#topic': 'topic' },
        ExpressionAttributeValues: { ':topic': topic },
        ScanIndexForward: false,
        Limit: PAGE_SIZE,
      },
    );
    for await (const { Items = [] } of pages) yield* Items;
  }
}
