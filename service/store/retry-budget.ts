import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** How the SDK is told whether to try again. */
type RetryStrategy = Extract<
  NonNullable<DynamoDBClientConfig['retryStrategy']>,
  { readonly acquireInitialRetryToken: unknown }
>;

type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;

type RetryErrorInfo = Parameters<RetryStrategy['refreshRetryTokenForRetry']>[1];

/**
 * Calls that pay for one retry: at most a tenth more load falls on a store in trouble. With one retry
 * for each failed call it would be twice the load, just when there is least room for it.
 */
export const CALLS_PER_RETRY = 10;

/**
 * Retries that need not be earned first, and that calm times may save up: a connection that is cut
 * takes what is under way on it along, which at 2,000 calls a second and 10 ms each is 20 calls.
 */
export const RETRY_RESERVE = 20;

/** Tries of one call: a second retry would only add load to a store in trouble. */
export const ATTEMPTS = 2;

/** Shortest pause before a retry; the longest is twice as long, so that retries do not come at once. */
export const RETRY_PAUSE_MS = 25;

/**
 * Lets calls of the store be retried out of a budget that all calls of a process share: in any stretch
 * of time there are at most `RETRY_RESERVE` retries and one for every `CALLS_PER_RETRY` calls.
 */
export class RetryBudget implements RetryStrategy {
  /** In calls, so that it stays whole: one retry takes `CALLS_PER_RETRY`. */
  private saved = RETRY_RESERVE * CALLS_PER_RETRY;

  /** @param random from 0 to 1 */
  constructor(private readonly random: () => number) {}

  async acquireInitialRetryToken(): Promise<RetryToken> {
    this.saved = Math.min(this.saved + 1, RETRY_RESERVE * CALLS_PER_RETRY);
    return FIRST_TRY;
  }

  async refreshRetryTokenForRetry(
    token: RetryToken,
    { errorType }: RetryErrorInfo,
  ): Promise<RetryToken> {
    const tries = token.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR') throw new Error('the same call would fail again');
    if (tries >= ATTEMPTS) throw new Error('the call was tried often enough');
    if (this.saved < CALLS_PER_RETRY) throw new Error('the retries of the process are used up');
    this.saved -= CALLS_PER_RETRY;
    return new Retry(tries, RETRY_PAUSE_MS * (1 + this.random()));
  }

  /** Success earns nothing beyond what the call itself did. */
  recordSuccess(): void {}
}

class Retry implements RetryToken {
  constructor(
    private readonly count: number,
    private readonly delayMs: number,
  ) {}

  getRetryCount(): number {
    return this.count;
  }

  getRetryDelay(): number {
    return this.delayMs;
  }
}

const FIRST_TRY = new Retry(0, 0);
