import fc from 'fast-check';
import { HEALTHY_CHECKERS_PERCENT, voteHealthy } from '../../../lib/twin/route53/vote';

// Amazon Route 53 developer guide, "How Amazon Route 53 determines whether a health check is healthy":
// healthy if more than 18 % of health checkers report the endpoint healthy.
test.each([
  ['E1', 2, 15, false],
  ['E1', 3, 15, true],
  ['E1', 9, 50, false],
  ['E1', 10, 50, true],
  ['E1', 18, 100, false],
  ['E1', 19, 100, true],
  ['no checker says so', 0, 15, false],
  ['every checker says so', 15, 15, true],
])('%s: %i healthy of %i checkers make the check healthy: %s', (_rule, healthy, all, expected) => {
  expect(voteHealthy(healthy, all)).toBe(expected);
});

test('the vote agrees with exact rational arithmetic for every count', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(10_000), (all, some) => {
      const healthy = Math.min(some, all);
      const exact = BigInt(healthy) * 100n > BigInt(HEALTHY_CHECKERS_PERCENT) * BigInt(all);
      expect(voteHealthy(healthy, all)).toBe(exact);
    }),
  );
});

test('one more healthy checker never makes a healthy check unhealthy', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500 }), fc.nat(499), (all, some) => {
      const healthy = Math.min(some, all - 1);
      expect(!voteHealthy(healthy, all) || voteHealthy(healthy + 1, all)).toBe(true);
    }),
  );
});
