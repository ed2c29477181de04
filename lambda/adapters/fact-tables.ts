import {
  type AttributeValue,
  BatchGetItemCommand,
  type BatchGetItemCommandOutput,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';

/** An item as DynamoDB writes it, types included, so that copying one loses nothing. */
export type StoredFact = Readonly<Record<string, AttributeValue>>;

/** A part of a table, and where in it to go on. */
export interface ScanPlace {
  readonly segment: number;
  readonly segments: number;
  /** Items to look at. */
  readonly limit: number;
  /** Key of the last item seen. @default the beginning of the segment */
  readonly from?: StoredFact;
}

/** Items of a segment; without `next` they were its last. */
export interface FactPage {
  readonly items: readonly StoredFact[];
  readonly next?: StoredFact;
}

/** A table with restored facts beside the one that is in use. */
export interface FactTables {
  scan(restoredTable: string, place: ScanPlace): Promise<FactPage>;
  /** Facts of the live table by their keys, at most 100; those that are absent are left out. */
  find(keys: readonly StoredFact[], options: { consistent: boolean }): Promise<StoredFact[]>;
  /** Adds a fact to the live table; false, and nothing changed, when its key is taken. */
  add(fact: StoredFact): Promise<boolean>;
}

/** Attributes that make the key of a fact. */
export const FACT_KEY = ['person', 'fact'] as const;

/**
 * Attempts at one call. In adaptive mode the client slows down with every refusal, so that a merge
 * gives way to the people who use the table.
 */
const ATTEMPTS = 10;

/** The tables of the region a function runs in. */
export class DynamoFactTables implements FactTables {
  constructor(
    private readonly liveTable: string,
    private readonly client = new DynamoDBClient({
      maxAttempts: ATTEMPTS,
      retryMode: 'adaptive',
    }),
  ) {}

  async scan(restoredTable: string, place: ScanPlace): Promise<FactPage> {
    const { Items = [], LastEvaluatedKey } = await this.client.send(
      new ScanCommand({
        TableName: restoredTable,
        Segment: place.segment,
        TotalSegments: place.segments,
        Limit: place.limit,
        ExclusiveStartKey: place.from,
      }),
    );
    return { items: Items, ...(LastEvaluatedKey !== undefined && { next: LastEvaluatedKey }) };
  }

  async find(
    keys: readonly StoredFact[],
    { consistent }: { consistent: boolean },
  ): Promise<StoredFact[]> {
    const found: StoredFact[] = [];
    let wanted: StoredFact[] | undefined = [...keys];
    while (wanted !== undefined && wanted.length > 0) {
      const answer: BatchGetItemCommandOutput = await this.client.send(
        new BatchGetItemCommand({
          RequestItems: { [this.liveTable]: { Keys: wanted, ConsistentRead: consistent } },
        }),
      );
      found.push(...(answer.Responses?.[this.liveTable] ?? []));
      // What did not fit into one answer of 16 MB, or was refused for a moment.
      wanted = answer.UnprocessedKeys?.[this.liveTable]?.Keys;
    }
    return found;
  }

  async add(fact: StoredFact): Promise<boolean> {
    try {
      await this.client.send(
        new PutItemCommand({
          TableName: this.liveTable,
          Item: fact,
          ConditionExpression: 'attribute_not_exists(#person)',
          ExpressionAttributeNames: { '#person': 'person' },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
