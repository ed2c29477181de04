import fc from 'fast-check';
import type { HealthCheckTransition } from '../../../lib/twin/route53/health-check-runner';
import { Route53 } from '../../../lib/twin/route53/route53';
import { VirtualClock } from '../virtual-clock';
import { calculatedCheck, endpointCheck } from './declarations';
import { twoRegions } from './two-regions';

function answered(route53: Route53): string {
  const seen = new Set<string>();
  for (let draw = 0; draw < 60; draw++) {
    seen.add(route53.answer('code.code.example.org', 'A').chosenSetIdentifier ?? 'none');
  }
  return [...seen].sort().join('');
}

function detectedAfterSec(
  transitions: readonly HealthCheckTransition[],
  id: string,
  fromMs: number,
) {
  const found = transitions.find((transition) => transition.id === id && transition.atMs > fromMs);
  return found === undefined ? Number.NaN : (found.atMs - fromMs) / 1000;
}

test('E10: at first inverted checks are unhealthy, so both regions are out and fail-open answers both', () => {
  const { route53 } = twoRegions();
  expect(route53.isHealthy('serving-a')).toBe(true);
  expect(route53.isHealthy('evacuated-a')).toBe(false);
  expect(route53.isHealthy('in-service-a')).toBe(false);
  expect(answered(route53)).toBe('ab');
});

test('the regions come into service once every checker has its results', () => {
  const { route53, clock, transitions } = twoRegions();
  route53.start();
  clock.advance(31);
  expect(route53.isHealthy('in-service-a')).toBe(true);
  expect(route53.status('evacuated-a')).toEqual({
    id: 'evacuated-a',
    healthy: true,
    checkers: { healthy: 0, all: 15 },
    lastFailureReason: 'scripted',
  });
  expect(transitions.map(({ id }) => id).sort()).toEqual([
    'evacuated-a',
    'evacuated-b',
    'in-service-a',
    'in-service-b',
  ]);
});

// Threshold 3 at 10 s: the third failure of a checker comes 20 to 30 s after the death, plus responses,
// and 13 of the 15 must have seen it. A failure that takes the whole connect timeout adds up to 4 s thrice.
test.each([
  ['refused at once', 0.01, 20, 31],
  ['running into the connect timeout', 4, 28, 44],
])(
  'a dead region %s is detected in the documented window, for every seed',
  (_how, responseSec, from, to) => {
    fc.assert(
      fc.property(fc.integer(), fc.double({ min: 60, max: 90, noNaN: true }), (seed, diesAtSec) => {
        const { route53, clock, failing, transitions } = twoRegions({ seed, responseSec });
        route53.start();
        clock.advance(diesAtSec);
        const diedMs = clock.now();
        failing.add('serving-a');
        clock.advance(60);
        const detectedSec = detectedAfterSec(transitions, 'in-service-a', diedMs);
        expect(detectedSec).toBeGreaterThan(from);
        expect(detectedSec).toBeLessThan(to);
        expect(answered(route53)).toBe('b');
        failing.delete('serving-a');
        clock.advance(60);
        expect(answered(route53)).toBe('ab');
        route53.stop();
        expect(clock.pending).toBe(0);
      }),
      { numRuns: 40 },
    );
  },
);

test('recovery needs as many good results as failure needs bad ones, but only of 3 in 15 checkers', () => {
  const { route53, clock, failing, transitions } = twoRegions();
  route53.start();
  failing.add('serving-a');
  clock.advance(60);
  failing.delete('serving-a');
  const healedMs = clock.now();
  clock.advance(60);
  const recoveredSec = detectedAfterSec(transitions, 'serving-a', healedMs);
  expect(recoveredSec).toBeGreaterThan(20);
  expect(recoveredSec).toBeLessThan(31);
});

test.each([
  ['its own word', 'serving-a', true],
  ["its peer's word", 'evacuated-a', false],
])('a region leaves on %s alone and returns', (_path, id, failingMeansLeft) => {
  const { route53, clock, failing } = twoRegions();
  const set = (fails: boolean) => (fails ? failing.add(id) : failing.delete(id));
  route53.start();
  clock.advance(40);
  set(failingMeansLeft);
  clock.advance(40);
  expect(answered(route53)).toBe('b');
  set(!failingMeansLeft);
  clock.advance(40);
  expect(answered(route53)).toBe('ab');
});

test('E25: when both regions are evacuated by each other both are answered', () => {
  const { route53, clock, failing } = twoRegions();
  route53.start();
  clock.advance(40);
  failing.clear();
  clock.advance(40);
  expect(route53.isHealthy('in-service-a')).toBe(false);
  expect(route53.isHealthy('in-service-b')).toBe(false);
  expect(answered(route53)).toBe('ab');
});

test('a dead peer moves nothing: an inverted check on it stays healthy', () => {
  const { route53, clock, failing } = twoRegions();
  route53.start();
  clock.advance(40);
  failing.add('serving-b');
  clock.advance(40);
  expect(route53.isHealthy('in-service-a')).toBe(true);
  expect(answered(route53)).toBe('a');
});

test('a load balancer without healthy targets takes its record out at once', () => {
  const { route53, clock } = twoRegions({ over: { targetHealthy: (id) => id !== 'lb-a' } });
  route53.start();
  clock.advance(40);
  expect(route53.isHealthy('in-service-a')).toBe(true);
  expect(answered(route53)).toBe('b');
});

test('propagation delays the vote by exactly as long as it is set to', () => {
  const [now, later] = [0, 7].map((propagationSec) => {
    const { route53, clock, transitions } = twoRegions({ over: { propagationSec } });
    route53.start();
    clock.advance(60);
    route53.stop();
    expect(clock.pending).toBe(0);
    return transitions[0]?.atMs ?? 0;
  });
  expect((later ?? 0) - (now ?? 0)).toBeCloseTo(7_000, 5);
});

test('stop drops the votes that are on their way', () => {
  const { route53, clock, transitions } = twoRegions({ over: { propagationSec: 100 } });
  route53.start();
  clock.advance(60);
  route53.stop();
  expect(clock.pending).toBe(0);
  expect(transitions).toEqual([]);
});

test('E11, E13: a disabled check is not probed, is healthy, and counts as healthy in a calculated check', () => {
  const probed: string[] = [];
  const clock = new VirtualClock();
  const route53 = new Route53({
    routing: {
      zoneName: 'code.example.org',
      healthChecks: [endpointCheck({ disabled: true }), calculatedCheck(['serving-a'], 1)],
      records: [],
    },
    clock,
    random: () => 0,
    connect: () => undefined,
    targetHealthy: () => true,
    addresses: () => [],
    probe: (check) => {
      probed.push(check.id);
      return () => {};
    },
  });
  route53.start();
  clock.advance(60);
  expect(probed).toEqual([]);
  expect(route53.isHealthy('in-service-a')).toBe(true);
});

test('15 uncoordinated checkers probe an endpoint more than once a second at 10 s, unevenly', () => {
  const sentMs: number[] = [];
  const { route53, clock } = twoRegions({
    over: {
      routing: { zoneName: 'code.example.org', healthChecks: [endpointCheck()], records: [] },
      probe: (_check, report) => {
        sentMs.push(clock.now());
        report({ passed: true });
        return () => {};
      },
    },
  });
  route53.start();
  clock.advance(100);
  expect(sentMs).toHaveLength(150);
  const gaps = new Set(
    sentMs.slice(1, 15).map((at, index) => Math.round(at - (sentMs[index] ?? 0))),
  );
  expect(gaps.size).toBeGreaterThan(7);
});

test('fails for a health check that nothing declares', () => {
  const { route53 } = twoRegions();
  const unknown = expect.objectContaining({ code: 'KAPOK_ROUTE53_UNKNOWN_HEALTH_CHECK' });
  expect(() => route53.status('nobody')).toThrow(unknown);
  expect(() => route53.isHealthy('nobody')).toThrow(unknown);
});
