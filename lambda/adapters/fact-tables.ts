import { setTimeout as sleep } from 'node:timers/promises';
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
 * gives way to the people who use the table. The SDK's pauses double from half a second: 15.5 s at
 * most, a quarter of the time that a merge keeps for what is on its way.
 */
export const ATTEMPTS = 6;

/** Longest pause before keys that were left over are asked for the second time. */
export const FIRST_PAUSE_MS = 100;

/** Longest pause before keys that were left over are asked for again, however often they were. */
export const LONGEST_PAUSE_MS = 3_200;

/** Times that left-over keys are asked for in one look-up: with pauses of 9.5 s at most. */
export const LOOKS = 8;

/** How waiting and chance are replaced by a test. */
export interface PauseOptions {
  /** @default the clock of the machine */
  readonly pause?: (ms: number) => Promise<unknown>;
  /** From 0 to 1. @default Math.random */
  readonly random?: () => number;
}

/** Thrown when DynamoDB goes on answering a part of a look-up only. */
export class FactLookUpError extends Error {
  override readonly name = 'FactLookUpError';
  readonly code = 'KAPOK_FACTS_UNANSWERED';
  readonly got: string;
  readonly allowed = 'an answer for every key';
  readonly fix: string;

  constructor(keysLeft: number) {
    const got = `no answer for ${keysLeft} keys in ${LOOKS} look-ups`;
    const fix = 'send the last answer again, when the table is less busy';
    super(`KAPOK_FACTS_UNANSWERED: facts cannot be looked up: ${got}; ${fix}`);
    this.got = got;
    this.fix = fix;
  }
}

/** The tables of the region a function runs in. */
export class DynamoFactTables implements FactTables {
  constructor(
    private readonly liveTable: string,
    private readonly client = new DynamoDBClient({
      maxAttempts: ATTEMPTS,
      retryMode: 'adaptive',
    }),
    private readonly pauses: PauseOptions = {},
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
    for (let looks = 0; wanted !== undefined && wanted.length > 0; looks += 1) {
      if (looks === LOOKS) throw new FactLookUpError(wanted.length);
      if (looks > 0) await this.pauseAfter(looks);
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

  /** Anywhere up to its longest, so that segments refused together do not come back together. */
  private async pauseAfter(looks: number): Promise<void> {
    const { pause = sleep, random = Math.random } = this.pauses;
    await pause(Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (looks - 1)) * random());
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
