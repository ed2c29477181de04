import * as fc from 'fast-check';
import type { TestsWayOut } from '../../../service/rules/rule-set';
import { testSeries } from '../../../service/rules/test-series';
import { runs } from '../fixtures/runs';

const HOUR = 3_600_000;

/** Any choice of samples is looked at: slow, and plainly right. */
function isThereASeries(samples: readonly number[], rule: TestsWayOut, sinceMs: number): boolean {
  const extend = (first: number, lastMs: number, from: number, left: number): boolean =>
    left === 0 ||
    samples.some(
      (ms, at) =>
        at >= from &&
        ms - lastMs >= rule.apartHours * HOUR &&
        ms - first <= rule.withinHours * HOUR &&
        extend(first, ms, at + 1, left - 1),
    );
  return samples.some((ms, at) => ms >= sinceMs && extend(ms, ms, at + 1, rule.tests - 1));
}

const rules = fc.record({
  id: fc.constant('tests'),
  text: fc.constant({ en: 'x', zh: 'x' }),
  tests: fc.integer({ min: 1, max: 4 }),
  apartHours: fc.integer({ min: 0, max: 30 }),
  withinHours: fc.integer({ min: 24, max: 170 }),
});
const hours = fc
  .array(fc.nat(200), { maxLength: 9 })
  .map((list) => list.map((hour) => hour * HOUR).sort((a, b) => a - b));

test('it finds a series whenever any choice of samples is one', () => {
  fc.assert(
    fc.property(hours, rules, fc.nat(100), (samples, rule, since) => {
      const { done } = testSeries(samples, rule, since * HOUR, 200 * HOUR);
      expect(done === rule.tests).toBe(isThereASeries(samples, rule, since * HOUR));
    }),
    { numRuns: runs(1_000) },
  );
});

test('samples taken as it says, each as early as it counts, end the colour', () => {
  fc.assert(
    fc.property(hours, rules, fc.nat(100), fc.nat(250), (taken, rule, since, now) => {
      fc.pre((rule.tests - 1) * rule.apartHours <= rule.withinHours);
      const samples = taken.filter((ms) => ms <= now * HOUR);
      let atMs = now * HOUR;
      let series = testSeries(samples, rule, since * HOUR, atMs);
      const needed = rule.tests - series.done;
      for (let more = 0; more < needed; more += 1) {
        atMs = Math.max(atMs, series.nextSampleFromMs ?? 0);
        samples.push(atMs);
        series = testSeries(samples, rule, since * HOUR, atMs);
        expect(series.done).toBe(rule.tests - needed + more + 1);
      }
    }),
    { numRuns: runs(1_000) },
  );
});
