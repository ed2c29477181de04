import type { TestBody } from '../facts/fact';
import type { TestsWayOut } from './rule-set';

const HOUR_MS = 3_600_000;

/** How far a person is with the tests that end a colour. */
export interface TestSeries {
  readonly done: 0 | 1 | 2;
  /** With one test done: when the next sample counts. */
  readonly nextSampleFromMs?: number;
}

/** Looks for two negative samples taken from `sinceMs` on, far enough and not too far apart. */
export function testSeries(
  tests: readonly TestBody[],
  rule: TestsWayOut,
  sinceMs: number,
  nowMs: number,
): TestSeries {
  const apartMs = rule.apartHours * HOUR_MS;
  const withinMs = rule.withinHours * HOUR_MS;
  const samples = tests
    .filter(({ result }) => result === 'negative')
    .map(({ sampledAt }) => Date.parse(sampledAt))
    .filter((sampledMs) => sampledMs >= sinceMs)
    .sort((a, b) => a - b);
  // The nearest earlier sample that is far enough is the best partner of each.
  let partner = -1;
  for (const sampledMs of samples) {
    while (samples[partner + 1]! <= sampledMs - apartMs) partner += 1;
    if (partner >= 0 && sampledMs - samples[partner]! <= withinMs) return { done: 2 };
  }
  const first = samples.find((sampledMs) => sampledMs + withinMs >= nowMs);
  return first === undefined ? { done: 0 } : { done: 1, nextSampleFromMs: first + apartMs };
}
