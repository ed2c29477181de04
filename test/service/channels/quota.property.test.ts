import * as fc from 'fast-check';
import { Quota } from '../../../service/channels/quota';
import { ManualClock } from '../fixtures/manual-clock';
import { runs } from '../fixtures/runs';

function taken(quota: Quota, caller: string): boolean {
  try {
    quota.take(caller);
    return true;
  } catch {
    return false;
  }
}

test('in no stretch of time does a caller get more than the burst and what it gained', () => {
  const cases = fc.record({
    perMinute: fc.integer({ min: 1, max: 100 }),
    burst: fc.integer({ min: 1, max: 20 }),
    pauses: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 60 }),
  });
  fc.assert(
    fc.property(cases, ({ perMinute, burst, pauses }) => {
      const clock = new ManualClock();
      const quota = new Quota({
        perMinute,
        burst,
        clock,
        random: () => 0.5,
        of: 'things',
        callers: 100,
      });
      const times: number[] = [];
      for (const pause of pauses) {
        clock.advance(pause);
        if (taken(quota, 'a')) times.push(clock.now());
      }
      for (const [from, start] of times.entries()) {
        for (let to = from; to < times.length; to += 1) {
          const gained = ((times[to]! - start) * perMinute) / 60_000;
          expect(to - from + 1).toBeLessThanOrEqual(burst + gained + 1e-6);
        }
      }
    }),
    { numRuns: runs(200) },
  );
});

test('who waits as long as it is told to is served, and others are not touched', () => {
  const cases = fc.record({
    perMinute: fc.integer({ min: 1, max: 100 }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(cases, ({ perMinute, random }) => {
      const clock = new ManualClock();
      const quota = new Quota({
        perMinute,
        burst: 1,
        clock,
        random: () => random,
        of: 'things',
        callers: 100,
      });
      quota.take('a');
      let waitSec = 0;
      try {
        quota.take('a');
      } catch (error) {
        waitSec = (error as { retryAfterSec: number }).retryAfterSec;
      }
      expect(waitSec).toBeGreaterThanOrEqual(60 / perMinute);
      expect(taken(quota, 'b')).toBe(true);
      clock.advance(waitSec);
      expect(taken(quota, 'a')).toBe(true);
    }),
    { numRuns: runs(200) },
  );
});

test('a clock that goes back gives and takes nothing', () => {
  const clock = new ManualClock();
  const quota = new Quota({
    perMinute: 60,
    burst: 2,
    clock,
    random: () => 0,
    of: 'things',
    callers: 100,
  });
  quota.take('a');
  clock.advance(-60);
  expect(taken(quota, 'a')).toBe(true);
  expect(taken(quota, 'a')).toBe(false);
});

test('callers without number take no memory without bound', () => {
  const clock = new ManualClock();
  const quota = new Quota({
    perMinute: 60,
    burst: 1,
    clock,
    random: () => 0,
    of: 'things',
    callers: 100,
  });
  quota.take('first');
  for (let at = 0; at <= 100; at += 1) quota.take(`caller-${at}`);
  // The one who was quiet longest was forgotten, and starts afresh.
  expect(taken(quota, 'first')).toBe(true);
});
