import * as fc from 'fast-check';
import { TokenBucket } from '../../../../service/web/client/token-bucket';
import { runs } from '../../fixtures/runs';

test('in any span no more is taken than the burst and what came back, also when the clock jumps', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 20_000 }),
      fc.array(fc.integer({ min: -5_000, max: 60_000 }), { maxLength: 60 }),
      (burst, refillMs, steps) => {
        let nowMs = 1_000_000;
        const bucket = new TokenBucket({ burst, refillMs, now: () => nowMs });
        let taken = 0;
        let forwardMs = 0;
        for (const step of steps) {
          nowMs += step;
          forwardMs += Math.max(0, step);
          if (bucket.tryTake()) taken += 1;
        }
        expect(taken).toBeLessThanOrEqual(burst + forwardMs / refillMs + 1e-6);
      },
    ),
    { numRuns: runs(500) },
  );
});

test('says how long to wait, and after that gives one', () => {
  let nowMs = 0;
  const bucket = new TokenBucket({ burst: 1, refillMs: 10_000, now: () => nowMs });
  expect(bucket.tryTake()).toBe(true);
  expect(bucket.tryTake()).toBe(false);
  expect(bucket.waitMs).toBe(10_000);
  nowMs += bucket.waitMs;
  expect(bucket.tryTake()).toBe(true);
});
