import * as fc from 'fast-check';
import {
  CALLS_PER_RETRY,
  RETRY_PAUSE_MS,
  RETRY_RESERVE,
  RetryBudget,
} from '../../../service/store/retry-budget';
import { runs } from '../fixtures/runs';

const FAILURE = { errorType: 'TRANSIENT' } as const;

async function retried(budget: RetryBudget, failure = FAILURE as { errorType: never }) {
  const token = await budget.acquireInitialRetryToken();
  return budget.refreshRetryTokenForRetry(token, failure).then(
    (retry) => retry,
    () => undefined,
  );
}

test('a failed call is tried once more after a jittered pause, and not again', async () => {
  for (const random of [0, 0.5, 1]) {
    const budget = new RetryBudget(() => random);
    const retry = await retried(budget);
    expect(retry?.getRetryCount()).toBe(1);
    expect(retry?.getRetryDelay()).toBe(RETRY_PAUSE_MS * (1 + random));
    await expect(budget.refreshRetryTokenForRetry(retry!, FAILURE)).rejects.toThrow('often enough');
  }
});

test('fails at once where the same call would fail again', async () => {
  const budget = new RetryBudget(() => 0);
  expect(await retried(budget, { errorType: 'CLIENT_ERROR' as never })).toBeUndefined();
});

test('when every call fails, a tenth more are made, once the reserve is gone', async () => {
  const budget = new RetryBudget(() => 0);
  let retries = 0;
  const calls = 10_000;
  for (let call = 0; call < calls; call += 1) {
    if ((await retried(budget)) !== undefined) retries += 1;
  }
  expect(retries).toBeGreaterThan(calls / CALLS_PER_RETRY);
  expect(retries).toBeLessThanOrEqual(calls / CALLS_PER_RETRY + RETRY_RESERVE);
});

test('in no stretch of calls are there more retries than a tenth and the reserve', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 600 }), async (failures) => {
      const budget = new RetryBudget(() => 0);
      const retries: number[] = [];
      for (const fails of failures) {
        if (!fails) await budget.acquireInitialRetryToken();
        retries.push(fails && (await retried(budget)) !== undefined ? 1 : 0);
      }
      // Worst stretch by the sums of what each call adds beyond what it earns.
      let worst = 0;
      let excess = 0;
      for (const retry of retries) {
        excess = Math.max(0, excess + retry * CALLS_PER_RETRY - 1);
        worst = Math.max(worst, excess);
      }
      expect(worst).toBeLessThanOrEqual(RETRY_RESERVE * CALLS_PER_RETRY);
    }),
    { numRuns: runs(100) },
  );
});
