import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { StoreUnavailableError } from './store-error';

/** Wall-clock limits of one call; the worst case is ATTEMPTS x (connection + request) = 6 s. */
export const CONNECTION_TIMEOUT_MS = 1_000;

/** The store is in the region: it answers within milliseconds or something is wrong. */
export const REQUEST_TIMEOUT_MS = 2_000;

/** One retry: a second one would only add load to a store in trouble. */
export const ATTEMPTS = 2;

/** At 10 ms a call, 256 sockets carry 25,600 calls a second (Little's law); the default is 50. */
export const MAX_SOCKETS = 256;

/** What the client needs to know; the endpoint may come from AWS_ENDPOINT_URL. */
export interface DynamoClientOptions {
  readonly region: string;
}

/** The one client all tables of a process are reached through. */
export function createDynamoClient({ region }: DynamoClientOptions): DynamoDBDocumentClient {
  const sockets = { keepAlive: true, maxSockets: MAX_SOCKETS };
  const client = new DynamoDBClient({
    region,
    maxAttempts: ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
      httpAgent: new HttpAgent(sockets),
      httpsAgent: new HttpsAgent(sockets),
    },
  });
  return DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** An item as the document client gives it. */
export type StoredItem = Readonly<Record<string, unknown>>;

/** Awaits one call of the store; every failure becomes a `StoreUnavailableError`. */
export async function asked<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw new StoreUnavailableError(error);
  }
}
