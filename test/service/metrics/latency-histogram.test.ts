import * as fc from 'fast-check';
import {
  BUCKET_COUNT,
  type Distribution,
  LatencyHistogram,
  LONGEST_MS,
  SHORTEST_MS,
} from '../../../service/metrics/latency-histogram';
import { runs } from '../fixtures/runs';

/** Half a bucket: six of them double. */
const TOLERANCE = 2 ** (1 / 12) - 1;

function distributionOf(latencies: readonly number[]): Distribution {
  const histogram = new LatencyHistogram();
  for (const ms of latencies) histogram.add(ms);
  const taken = histogram.take();
  if (taken === undefined) throw new Error('nothing was counted');
  return taken;
}

const measurable = fc.double({ min: SHORTEST_MS, max: LONGEST_MS - 1, noNaN: true });

test('a latency is told to within six per cent', () => {
  expect(TOLERANCE).toBeLessThan(0.06);
  fc.assert(
    fc.property(measurable, (ms) => {
      const [told = 0] = distributionOf([ms]).Values;
      expect(Math.abs(told - ms) / ms).toBeLessThan(TOLERANCE + 0.001);
    }),
    { numRuns: runs(100) },
  );
});

test('every percentile is told to within six per cent', () => {
  fc.assert(
    fc.property(
      fc.array(measurable, { minLength: 1, maxLength: 300 }),
      fc.integer({ min: 1, max: 100 }),
      (latencies, percent) => {
        const rank = Math.ceil((percent / 100) * latencies.length);
        const exact = [...latencies].sort((a, b) => a - b)[rank - 1] ?? 0;
        const { Values, Counts } = distributionOf(latencies);
        let seen = 0;
        const at = Counts.findIndex((count) => {
          seen += count;
          return seen >= rank;
        });
        expect(Math.abs((Values[at] ?? 0) - exact) / exact).toBeLessThan(TOLERANCE + 0.001);
      },
    ),
    { numRuns: runs(100) },
  );
});

test('a distribution has no more values than a metric takes, all different and counted', () => {
  const anything = fc.array(fc.double({ min: -1, max: 1e6, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(anything, (latencies) => {
      const { Values, Counts, Count, Min, Max } = distributionOf(latencies);
      expect(Values.length).toBeLessThanOrEqual(100);
      expect(new Set(Values).size).toBe(Values.length);
      expect(Counts).toHaveLength(Values.length);
      expect(Counts.reduce((sum, count) => sum + count, 0)).toBe(latencies.length);
      expect(Count).toBe(latencies.length);
      expect(Min).toBeLessThanOrEqual(Max);
    }),
    { numRuns: runs(100) },
  );
  expect(BUCKET_COUNT).toBe(98);
});

test.each([
  [0, SHORTEST_MS],
  [SHORTEST_MS / 2, SHORTEST_MS],
  [LONGEST_MS, LONGEST_MS],
  [LONGEST_MS * 9, LONGEST_MS],
])('a latency of %d ms counts as %d ms', (ms, told) => {
  expect(distributionOf([ms]).Values).toEqual([told]);
});

test('is empty after its counts were taken', () => {
  const histogram = new LatencyHistogram();
  histogram.add(3);
  expect(histogram.take()).toMatchObject({ Count: 1, Sum: 3, Min: 3, Max: 3 });
  expect(histogram.take()).toBeUndefined();
  histogram.add(5);
  expect(histogram.take()).toMatchObject({ Count: 1, Sum: 5, Min: 5, Max: 5 });
});
