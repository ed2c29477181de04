import fc from 'fast-check';
import { runs } from '../../service/fixtures/runs';
import {
  codesBound,
  compare,
  costBetween,
  instanceRate,
  median,
  recoveredAt,
  slope,
} from './arithmetic';

const usage = { cpuSec: 2, wallSec: 10, waitedSec: 0, rssMb: 100, heapMb: 50 };

test('the median is between the middle two, whatever the order', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  fc.assert(
    fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
      const middle = median(values);
      expect(values.filter((value) => value <= middle).length * 2).toBeGreaterThanOrEqual(
        values.length,
      );
      expect(values.filter((value) => value >= middle).length * 2).toBeGreaterThanOrEqual(
        values.length,
      );
    }),
    { numRuns: runs(50) },
  );
});

test('fails for a median of nothing', () => {
  expect(() => median([])).toThrow('nothing was measured');
});

test('costs are what was used between two readings', () => {
  const after = { ...usage, cpuSec: 3, wallSec: 12 };
  expect(costBetween(usage, after, 1_000)).toEqual({ requests: 1_000, cpuSec: 1, wallSec: 2 });
});

test('what takes half of the time is twice as good, by each measure on its own', () => {
  const limit = { requests: 1_000, cpuSec: 1, wallSec: 4 };
  const ours = { requests: 500, cpuSec: 1, wallSec: 1 };
  expect(compare([ours], [limit])).toEqual({ cpuRatio: 0.5, throughputRatio: 2 });
});

test('rounds are compared within themselves: a slow quarter of an hour changes nothing', () => {
  const round = (slowness: number) => ({ requests: 100, cpuSec: slowness, wallSec: slowness });
  const { cpuRatio } = compare([round(2), round(20), round(4)], [round(1), round(10), round(2)]);
  expect(cpuRatio).toBe(0.5);
});

test('a fitted line finds the slope of a line', () => {
  expect(slope([[0, 5]])).toBe(0);
  fc.assert(
    fc.property(
      fc.integer({ min: -100, max: 100 }),
      fc.integer({ min: -100, max: 100 }),
      (a, b) => {
        const points = [0, 1, 2, 5, 9].map((x) => [x, a + b * x] as const);
        expect(slope(points)).toBeCloseTo(b, 6);
      },
    ),
    { numRuns: runs(50) },
  );
});

test('refusals take from codes what they cost', () => {
  const bound = {
    availableSec: 60,
    refusalSec: 0.00005,
    copies: 0,
    copySec: 0.00002,
    codeSec: 0.001,
  };
  expect(codesBound({ ...bound, refusals: 0 })).toBe(60_000);
  expect(codesBound({ ...bound, refusals: 200_000 })).toBe(50_000);
  expect(codesBound({ ...bound, refusals: 2_000_000 })).toBe(0);
  expect(codesBound({ ...bound, refusals: 0, copies: 100_000 })).toBe(158_000);
});

test('an overload is over when everybody is served from then on', () => {
  const arrivedBySecond = [100, 100, 100, 100, 100];
  const at = (servedBySecond: number[]) =>
    recoveredAt({ arrivedBySecond, servedBySecond }, 1, 0.98);
  expect(at([0, 100, 99, 98, 100])).toBe(1);
  expect(at([100, 100, 97, 98, 100])).toBe(3);
  expect(at([100, 100, 100, 100, 0])).toBeUndefined();
});

test('an instance carries what its cores can do, less the headroom, in tens', () => {
  expect(instanceRate({ codeSec: 0.001, cores: 2, headroom: 0.2 })).toBe(1_600);
  expect(instanceRate({ codeSec: 0.00085, cores: 2, headroom: 0.2 })).toBe(1_880);
});
