import type { Fact } from '../facts/fact';
import type { AppendOutcome, IFactStore } from '../facts/fact-store';
import { StoreUnavailableError } from '../store/store-error';
import { forEachAtOnce } from './at-once';
import { CALLS_AT_ONCE } from './record-limits';

/** What became of a fact; an error when it is not known to be stored. */
export type WriteOutcome = AppendOutcome | StoreUnavailableError;

/**
 * Appends facts, some at once, and answers for each in their order. Once the store is in trouble the
 * rest is not attempted.
 */
export async function writeFacts(
  store: IFactStore,
  facts: readonly Fact[],
): Promise<WriteOutcome[]> {
  let outage: StoreUnavailableError | undefined;
  return forEachAtOnce(facts, CALLS_AT_ONCE, async (fact) => {
    if (outage !== undefined) return outage;
    try {
      return await store.append(fact);
    } catch (error) {
      if (!(error instanceof StoreUnavailableError)) throw error;
      outage ??= error;
      return error;
    }
  });
}

/** Whether a fact is known to be stored. */
export function isWritten(outcome: WriteOutcome): outcome is AppendOutcome {
  return !(outcome instanceof StoreUnavailableError);
}
