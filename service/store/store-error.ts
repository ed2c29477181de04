import { ServiceError } from '../errors/service-error';

/** Seconds a caller waits before it asks a store again that did not answer. */
export const STORE_RETRY_SECONDS = 2;

/** The store did not do what it was asked in time; whether it did it later is not known. */
export class StoreUnavailableError extends ServiceError {
  constructor(cause: unknown) {
    super('KAPOK_STORE_UNAVAILABLE', 'the store does not answer', {
      fix: `send the same request again after ${STORE_RETRY_SECONDS} seconds`,
      retryAfterSec: STORE_RETRY_SECONDS,
      cause,
    });
  }
}

/** Awaits one call of the store; every failure becomes a `StoreUnavailableError`. */
export async function asked<Answer>(call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (error) {
    throw new StoreUnavailableError(error);
  }
}
