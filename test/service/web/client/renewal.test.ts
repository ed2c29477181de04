import * as fc from 'fast-check';
import {
  ENDED_SPREAD_MS,
  RENEW_AFTER,
  RENEW_LEAST_MS,
  renewalAt,
} from '../../../../service/web/client/renewal';
import { runs } from '../../fixtures/runs';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const times = fc
  .record({
    asOfMs: fc.integer({ min: 1_600_000_000_000, max: 1_700_000_000_000 }),
    fresh: fc.integer({ min: 0, max: 2 * HOUR }),
    valid: fc.integer({ min: 0, max: 22 * HOUR }),
    since: fc.integer({ min: 0, max: 25 * HOUR }),
    random: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ asOfMs, fresh, valid, since, random }) => ({
    code: { asOfMs, freshUntilMs: asOfMs + fresh, validUntilMs: asOfMs + fresh + valid },
    nowMs: asOfMs + since,
    random: () => random,
  }));

test('is never in the past, never within a minute of the code, and never long after its end', () => {
  fc.assert(
    fc.property(times, ({ code, nowMs, random }) => {
      const dueMs = renewalAt(code, nowMs, random);
      expect(dueMs).toBeGreaterThanOrEqual(nowMs);
      expect(dueMs).toBeGreaterThanOrEqual(code.asOfMs + RENEW_LEAST_MS);
      const latestMs = Math.max(code.freshUntilMs, nowMs, code.asOfMs + RENEW_LEAST_MS);
      expect(dueMs).toBeLessThanOrEqual(latestMs + ENDED_SPREAD_MS);
    }),
    { numRuns: runs(500) },
  );
});

/** Renewals of a thousand phones that got their codes in one second, per second. */
function busiestSecond(freshUntilMs: number, validUntilMs: number, asOfMs: number): number {
  const counts = new Map<number, number>();
  for (let phone = 0; phone < 1_000; phone += 1) {
    const random = () => (phone + 0.5) / 1_000;
    const dueMs = renewalAt({ asOfMs, freshUntilMs, validUntilMs }, asOfMs, random);
    const second = Math.floor(dueMs / 1000);
    counts.set(second, (counts.get(second) ?? 0) + 1);
  }
  return Math.max(...counts.values());
}

test('phones that asked together spread over the last third of ten minutes', () => {
  const asOfMs = Date.parse('2022-01-10T00:30:00Z');
  expect(busiestSecond(asOfMs + 30 * MINUTE, asOfMs + 24 * HOUR, asOfMs)).toBeLessThanOrEqual(2);
  const first = renewalAt(
    { asOfMs, freshUntilMs: asOfMs + 30 * MINUTE, validUntilMs: asOfMs + 24 * HOUR },
    asOfMs,
    () => 0,
  );
  expect(first - asOfMs).toBe(30 * MINUTE * RENEW_AFTER);
});

test('codes that all end at midnight are asked for after it, spread over a minute', () => {
  const midnight = Date.parse('2022-01-09T16:00:00Z');
  const asOfMs = midnight - 20 * MINUTE;
  expect(busiestSecond(midnight, midnight, asOfMs)).toBeLessThanOrEqual(17);
  expect(
    renewalAt({ asOfMs, freshUntilMs: midnight, validUntilMs: midnight }, asOfMs, () => 0),
  ).toBe(midnight);
});
