import type { TestsWayOut } from './rule-set';

const HOUR_MS = 3_600_000;

/** How far a person is with the tests that end a colour. */
export interface TestSeries {
  readonly done: number;
  /** When the next sample counts; absent when it counts at once. */
  readonly nextSampleFromMs?: number;
}

/**
 * Looks among negative samples, in the order of their times, for a series taken from `sinceMs` on:
 * each far enough from the one before, all of them near enough to the first. While there is none, the
 * longest one that can still be completed tells how far the person is.
 */
export function testSeries(
  samples: readonly number[],
  rule: TestsWayOut,
  sinceMs: number,
  nowMs: number,
): TestSeries {
  let best: TestSeries = sinceMs > nowMs ? { done: 0, nextSampleFromMs: sinceMs } : { done: 0 };
  for (const [at, sampledMs] of samples.entries()) {
    if (sampledMs < sinceMs) continue;
    const { count, lastMs } = seriesFrom(samples, at, rule);
    if (count === rule.tests) return { done: count };
    // With the first sample as old as this the last one would come too late.
    if (lastSampleMs(rule, count, lastMs, nowMs) > sampledMs + rule.withinHours * HOUR_MS) continue;
    const nextSampleFromMs = lastMs + rule.apartHours * HOUR_MS;
    const isEarlier = nextSampleFromMs < (best.nextSampleFromMs ?? Number.POSITIVE_INFINITY);
    if (count > best.done || (count === best.done && isEarlier)) {
      best = { done: count, nextSampleFromMs };
    }
  }
  return best;
}

/** Taking every next sample as early as it counts leaves most time for those after it. */
function seriesFrom(samples: readonly number[], first: number, rule: TestsWayOut) {
  const firstMs = samples[first] as number;
  let [count, lastMs] = [1, firstMs];
  for (let next = first + 1; next < samples.length && count < rule.tests; next += 1) {
    const sampledMs = samples[next] as number;
    if (sampledMs - firstMs > rule.withinHours * HOUR_MS) break;
    if (sampledMs - lastMs < rule.apartHours * HOUR_MS) continue;
    count += 1;
    lastMs = sampledMs;
  }
  return { count, lastMs };
}

/** The earliest time of the last sample that is needed. */
function lastSampleMs(rule: TestsWayOut, count: number, lastMs: number, nowMs: number): number {
  const nextMs = Math.max(nowMs, lastMs + rule.apartHours * HOUR_MS);
  return nextMs + (rule.tests - count - 1) * rule.apartHours * HOUR_MS;
}
