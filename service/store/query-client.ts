import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { Agent } from 'undici';
import { plainItem, type StoredItem } from './plain-item';
import type { Partition } from './query-all';
import { QuerySigner } from './query-signer';
import type { RetryBudget } from './retry-budget';
import { asked } from './store-error';
import type { StoreHealth } from './store-health';
import { type StorePlace, storePlace } from './store-place';
import { wireCall } from './wire-call';

/**
 * Longest time that one try of a read may take that a person waits for: 35 times the 10 ms in which the
 * store answers nearly always. Two tries and the 50 ms between them take 750 ms at most.
 */
export const QUERY_TIMEOUT_MS = 350;

/** What a `QueryClient` needs. */
export interface QueryClientOptions {
  readonly region: string;
  /** The SDK's, for whom AWS knows the process as and how far its clock is off. */
  readonly client: DynamoDBClient;
  readonly retries: RetryBudget;
  readonly sockets: number;
  readonly connectionTimeoutMs: number;
  readonly health?: Pick<StoreHealth, 'record'> | undefined;
}

/** Answers of DynamoDB that are worth another try, as the SDK has them. */
const THROTTLED = new Set([
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
]);

/** An answer that is none: what the store says is wrong. */
class QueryError extends Error {
  constructor(
    readonly status: number,
    name: string,
  ) {
    super(`the store answers ${status} ${name}`);
    this.name = name;
  }
}

interface Page {
  readonly Items?: readonly Readonly<Record<string, AttributeValue>>[];
  readonly LastEvaluatedKey?: object;
}

/**
 * The reads that people wait for, a partition each, on the wire of DynamoDB itself: a Query through the
 * SDK takes five times the processor time (`npm run bench:service`), more than all else that a code
 * needs. Who asks, and where, is still the SDK's to say.
 */
export class QueryClient {
  private readonly agent: Agent;
  private readonly signer: QuerySigner;
  private place: Promise<StorePlace> | undefined;

  constructor(private readonly options: QueryClientOptions) {
    const { sockets, connectionTimeoutMs, client } = options;
    this.agent = new Agent({ connections: sockets, connect: { timeout: connectionTimeoutMs } });
    this.signer = new QuerySigner(() => client.config.credentials());
  }

  /**
   * The same as `queryAll`: nearly always one page.
   * @throws StoreUnavailableError
   */
  async items({ table, keyName, key }: Partition): Promise<StoredItem[]> {
    const items: StoredItem[] = [];
    let from: object | undefined;
    do {
      const body = JSON.stringify({
        TableName: table,
        KeyConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': keyName },
        ExpressionAttributeValues: { ':key': { S: key } },
        ExclusiveStartKey: from,
      });
      const page = await asked(this.watched(body));
      for (const item of page.Items ?? []) items.push(plainItem(item));
      from = page.LastEvaluatedKey;
    } while (from !== undefined);
    return items;
  }

  /** Ends its connections. */
  async destroy(): Promise<void> {
    await this.agent.destroy();
  }

  /** Counts a call once with all its tries. */
  private async watched(body: string): Promise<Page> {
    const { health } = this.options;
    const startMs = performance.now();
    try {
      const page = await this.tried(body);
      health?.record(true, performance.now() - startMs);
      return page;
    } catch (error) {
      health?.record(false, performance.now() - startMs);
      throw error;
    }
  }

  private async tried(body: string): Promise<Page> {
    const { retries } = this.options;
    let token = await retries.acquireInitialRetryToken();
    for (;;) {
      try {
        return await this.sent(body);
      } catch (error) {
        const errorType = isWorthARetry(error) ? 'TRANSIENT' : 'CLIENT_ERROR';
        token = await retries.refreshRetryTokenForRetry(token, { errorType }).catch(() => {
          throw error;
        });
        await new Promise((resolve) => setTimeout(resolve, token.getRetryDelay()));
      }
    }
  }

  private async sent(body: string): Promise<Page> {
    const { region, client } = this.options;
    const { origin, host } = await this.whereTo();
    const headers = {
      host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.Query',
    };
    const signingDate = new Date(Date.now() + client.config.systemClockOffset);
    const scope = { signingDate, signingRegion: region };
    const signed = await this.signer.sign({ method: 'POST', headers, body }, scope);
    const request = { origin, path: '/', method: 'POST', headers: signed.headers, body } as const;
    const { status, text } = await wireCall(this.agent, request, QUERY_TIMEOUT_MS);
    if (status !== 200) throw new QueryError(status, nameOf(text));
    return JSON.parse(text) as Page;
  }

  /** Asked once, and again after a failure. */
  private whereTo(): Promise<StorePlace> {
    const { region, client } = this.options;
    this.place ??= storePlace(region, client.config.credentials).catch((error: unknown) => {
      this.place = undefined;
      throw error;
    });
    return this.place;
  }
}

/** Everything but an answer that the same call would get again. */
function isWorthARetry(error: unknown): boolean {
  return !(error instanceof QueryError) || error.status >= 500 || THROTTLED.has(error.name);
}

/** `com.amazonaws.dynamodb.v20120810#ThrottlingException`, of which the end counts. */
function nameOf(text: string): string {
  try {
    const { __type: type } = JSON.parse(text) as { readonly __type?: unknown };
    return String(type).split('#').at(-1) ?? '';
  } catch {
    return 'without a reason';
  }
}
