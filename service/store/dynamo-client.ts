import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { QueryClient } from './query-client';
import { ATTEMPTS, RetryBudget } from './retry-budget';
import type { StoreHealth } from './store-health';

/** Wall-clock limits of one call; the worst case is ATTEMPTS x (connection + request) = 6 s. */
export const CONNECTION_TIMEOUT_MS = 1_000;

/** The store is in the region: it answers within milliseconds or something is wrong. */
export const REQUEST_TIMEOUT_MS = 2_000;

/** At 10 ms a call, 256 sockets carry 25,600 calls a second (Little's law); the default is 50. */
export const MAX_SOCKETS = 256;

/** What the client needs to know; the endpoint may come from AWS_ENDPOINT_URL. */
export interface DynamoClientOptions {
  readonly region: string;
  /**
   * Hears how every call went.
   * @default nobody does
   */
  readonly health?: Pick<StoreHealth, 'record'>;
  /**
   * From 0 to 1, for the pauses before retries.
   * @default Math.random
   */
  readonly random?: () => number;
}

/** What all tables of a process are reached through. */
export interface StoreClient extends DynamoDBDocumentClient {
  /** For the reads that people wait for. */
  readonly queries: QueryClient;
}

/** The one client of a process, with its sockets and its budget of retries. */
export function createDynamoClient(options: DynamoClientOptions): StoreClient {
  const { region, health, random = Math.random } = options;
  const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const retries = new RetryBudget(random);
  const client = new DynamoDBClient({
    region,
    maxAttempts: ATTEMPTS,
    retryStrategy: retries,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent(sockets),
    },
  });
  if (health !== undefined) recordCalls(client, health);
  const queries = new QueryClient({
    ...{ region, client, retries, health },
    sockets: MAX_SOCKETS,
    connectionTimeoutMs: CONNECTION_TIMEOUT_MS,
  });
  const marshallOptions = { removeUndefinedValues: true };
  return Object.assign(DynamoDBDocumentClient.from(client, { marshallOptions }), { queries });
}

/** A condition that does not hold is an answer too. */
const CONDITION_FAILED = 'ConditionalCheckFailedException';

/** Around everything else, so that a call counts once with all its tries. */
function recordCalls(client: DynamoDBClient, health: Pick<StoreHealth, 'record'>): void {
  client.middlewareStack.add(
    (next) => async (call) => {
      const startMs = performance.now();
      try {
        const answer = await next(call);
        health.record(true, performance.now() - startMs);
        return answer;
      } catch (error) {
        const answered = (error as { readonly name?: unknown }).name === CONDITION_FAILED;
        health.record(answered, performance.now() - startMs);
        throw error;
      }
    },
    { name: 'recordCalls', step: 'initialize', priority: 'high' },
  );
}
