import * as fc from 'fast-check';
import { HEALTH_SECONDS, StoreHealth } from '../../../service/store/store-health';
import { ManualClock } from '../fixtures/manual-clock';
import { runs } from '../fixtures/runs';

function healthOn(clock = new ManualClock()) {
  return { clock, health: new StoreHealth(clock) };
}

test('a store that nobody asked is well', () => {
  expect(healthOn().health.read()).toEqual({ failureShare: 0, p90Ms: 0, calls: 0 });
});

test('says which share failed and how long nine of ten took', () => {
  const { health } = healthOn();
  for (let call = 0; call < 90; call += 1) health.record(true, 4);
  for (let call = 0; call < 10; call += 1) health.record(false, 2_000);
  const { failureShare, p90Ms, calls } = health.read();
  expect([failureShare, calls]).toEqual([0.1, 100]);
  expect(p90Ms).toBeCloseTo(4);
});

test('forgets what is older than its seconds, one second at a time', () => {
  const { clock, health } = healthOn();
  health.record(false, 1);
  clock.advance(1);
  health.record(true, 1);
  clock.advance(HEALTH_SECONDS - 2);
  expect(health.read()).toMatchObject({ failureShare: 0.5, calls: 2 });
  clock.advance(1);
  expect(health.read()).toMatchObject({ failureShare: 0, calls: 1 });
  clock.advance(1);
  expect(health.read().calls).toBe(0);
});

test('the ninetieth percentile is never below the true one and at most a fifth above', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0.3, max: 16_000, noNaN: true }), { minLength: 1, maxLength: 200 }),
      (latencies) => {
        const { health } = healthOn();
        for (const ms of latencies) health.record(true, ms);
        const sorted = [...latencies].sort((a, b) => a - b);
        const exact = sorted[Math.ceil(latencies.length * 0.9) - 1]!;
        const { p90Ms } = health.read();
        expect(p90Ms).toBeGreaterThanOrEqual(exact * 0.999_999);
        expect(p90Ms).toBeLessThanOrEqual(exact * 2 ** (1 / 4) * 1.000_001);
      },
    ),
    { numRuns: runs(200) },
  );
});
