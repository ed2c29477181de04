import fc from 'fast-check';
import type { RecordTopology } from '../../../lib/topology/topology';
import { seededRandom } from '../../../lib/twin/clients/random';
import { chooseRecord, recordHealthy } from '../../../lib/twin/route53/record-choice';
import { aliasRecord, failover, latency, toName, weighted } from './declarations';

/** Records of which none is an alias to a name. */
const recordsUnder = () => [];

/** Draws per share: sqrt(0.25 / 4000) = 0.8 %, so 4 % is five standard deviations. */
const DRAWS = 4_000;
const TOLERANCE = 0.04;

function shares(
  records: readonly RecordTopology[],
  states: string,
  nearness: readonly string[] = [],
) {
  const random = seededRandom(7);
  const counts = records.map(() => 0);
  for (let draw = 0; draw < DRAWS; draw++) {
    const chosen = chooseRecord(records, {
      healthy: (record) => states[records.indexOf(record)] === 'H',
      random,
      nearness,
    });
    const index = chosen === undefined ? -1 : records.indexOf(chosen);
    counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts.map((count) => count / DRAWS);
}

// Developer guide: "Weighted routing", "How Amazon Route 53 chooses records when health checking is
// configured" (all unhealthy = all healthy; weight 0 only when every heavier record is unhealthy).
test.each([
  ['E16', [100, 100], 'HH', [0.5, 0.5]],
  ['E16', [100, 100], 'UH', [0, 1]],
  ['E16', [100, 100], 'UU', [0.5, 0.5]],
  ['E17', [100, 0], 'HH', [1, 0]],
  ['E17', [100, 0], 'UH', [0, 1]],
  ['E17', [100, 0], 'UU', [1, 0]],
  ['E18', [0, 0], 'HH', [0.5, 0.5]],
  ['all zero, one unhealthy', [0, 0], 'UH', [0, 1]],
  ['90/10 ramp', [90, 10], 'HH', [0.9, 0.1]],
  ['two zeros stand in evenly', [100, 0, 0], 'UHH', [0, 0.5, 0.5]],
  ['a healthy zero waits while something heavier is healthy', [100, 50, 0], 'UHH', [0, 1, 0]],
  ['fail-open keeps zero out', [100, 50, 0], 'UUU', [2 / 3, 1 / 3, 0]],
])('%s: weights %o in states %s share %o', (_rule, weights, states, expected) => {
  const records = weights.map((weight, index) => weighted('abc'[index] ?? '', weight));
  const seen = shares(records, states);
  expected.forEach((share, index) => {
    if (share === 0 || share === 1) expect(seen[index]).toBe(share);
    else expect(Math.abs((seen[index] ?? 0) - share)).toBeLessThan(TOLERANCE);
  });
});

test('E17: a record without a check is answered although its target is down', () => {
  const records = [weighted('a', 100), weighted('b', 0)];
  const sources = { checkHealthy: () => false, targetHealthy: () => false, recordsUnder };
  const healthy = (record: RecordTopology) => recordHealthy(record, sources);
  const chosen = chooseRecord(records, { healthy, random: () => 0.5, nearness: [] });
  expect(chosen).toBe(records[0]);
});

// Developer guide, "Latency-based routing" with "How Amazon Route 53 chooses records ...".
test.each([
  ['E19', 'HH', 'near'],
  ['E19', 'UH', 'far'],
  ['E19', 'UU', 'near'],
])('%s: latency records in states %s answer the %s one', (_rule, states, expected) => {
  const records = [latency('far'), latency('near')];
  const reordered = `${states[1]}${states[0]}`;
  const chosen = chooseRecord(records, {
    healthy: (record) => reordered[records.indexOf(record)] === 'H',
    random: () => 0,
    nearness: ['near', 'far'],
  });
  expect(chosen?.target).toEqual({ kind: 'load-balancer', loadBalancerId: `lb-${expected}` });
});

test('a region missing from the nearness order is farther than all that are in it', () => {
  const records = [latency('unknown'), latency('known')];
  const context = { healthy: () => true, random: () => 0, nearness: ['known'] };
  expect(chooseRecord(records, context)).toBe(records[1]);
  expect(chooseRecord(records, { ...context, nearness: [] })).toBe(records[0]);
});

// Developer guide, "Values specific for ... alias records", Evaluate target health; "How health checks
// work in complex Amazon Route 53 configurations".
test.each([
  ['E21: target healthy, check unhealthy', true, 'check', true, false, false],
  ['E21: target unhealthy, check healthy', true, 'check', false, true, false],
  ['both healthy', true, 'check', true, true, true],
  ['E22: target down, not evaluated', false, undefined, false, false, true],
  ['check alone, target not evaluated', false, 'check', false, true, true],
  ['target alone', true, undefined, false, true, false],
])('%s', (_rule, evaluateTargetHealth, healthCheckId, target, check, expected) => {
  const record = aliasRecord(
    'a',
    { kind: 'simple' },
    { evaluateTargetHealth, ...(healthCheckId === undefined ? {} : { healthCheckId }) },
  );
  const sources = { targetHealthy: () => target, checkHealthy: () => check, recordsUnder };
  expect(recordHealthy(record, sources)).toBe(expected);
});

// Developer guide, "Failover routing" and the API reference's `Failover`: the primary is answered
// whatever the health of both when the secondary is unhealthy; a secondary without a check is healthy.
test.each([
  ['E20', 'HH', 'p'],
  ['E20', 'HU', 'p'],
  ['E20', 'UH', 's'],
  ['E20', 'UU', 'p'],
])('%s: failover records in states %s answer %s, in either order', (_rule, states, expected) => {
  const records = [failover('p', 'primary'), failover('s', 'secondary')];
  for (const listed of [records, [...records].reverse()]) {
    const chosen = chooseRecord(listed, {
      healthy: (record) => states[records.indexOf(record)] === 'H',
      random: () => 0,
      nearness: [],
    });
    expect(chosen?.policy).toMatchObject({ setIdentifier: expected });
  }
});

test('E20: with the primary unhealthy an unchecked secondary is answered', () => {
  const unchecked = failover('s', 'secondary', { evaluateTargetHealth: false });
  const records = [failover('p', 'primary'), unchecked];
  const sources = { checkHealthy: () => false, targetHealthy: () => false, recordsUnder };
  const healthy = (record: RecordTopology) => recordHealthy(record, sources);
  expect(chooseRecord(records, { healthy, random: () => 0, nearness: [] })).toBe(unchecked);
});

// Developer guide, "How health checks work in complex Amazon Route 53 configurations": an alias that
// evaluates its target is healthy while any record under that name is.
test.each([
  ['all healthy', 'HH', true, true],
  ['one healthy', 'UH', true, true],
  ['none healthy', 'UU', true, false],
  ['none healthy, but not evaluated', 'UU', false, true],
])('an alias to a name with %s', (_what, states, evaluateTargetHealth, expected) => {
  const name = 'standby.code.code.example.org';
  const under = ['a', 'b'].map((letter) =>
    weighted(letter, 100, { name, healthCheckId: `check-${letter}` }),
  );
  const sources = {
    checkHealthy: (id: string) => states[id === 'check-a' ? 0 : 1] === 'H',
    targetHealthy: () => true,
    recordsUnder: (asked: string, type: string) => (asked === name && type === 'A' ? under : []),
  };
  const alias = failover('s', 'secondary', { ...toName(name), evaluateTargetHealth });
  expect(recordHealthy(alias, sources)).toBe(expected);
  const checked = { ...alias, healthCheckId: 'check-a' };
  expect(recordHealthy(checked, sources)).toBe(expected && states[0] === 'H');
});

test('a simple record is answered whatever its health', () => {
  expect(shares([aliasRecord('a', { kind: 'simple' })], 'U')).toEqual([1]);
});

test('no records give no choice', () => {
  const context = { healthy: () => true, random: () => 0, nearness: [] };
  expect(chooseRecord([], context)).toBeUndefined();
});

test('weighted shares follow the weights exactly over an even grid of random numbers', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(weights, (list) => {
      const records = list.map((weight, index) => weighted(`r${index}`, weight));
      const total = list.reduce((sum, weight) => sum + weight, 0);
      const steps = total === 0 ? list.length : total;
      const counts = list.map(() => 0);
      for (let step = 0; step < steps; step++) {
        const random = () => (step + 0.5) / steps;
        const chosen = chooseRecord(records, { healthy: () => true, random, nearness: [] });
        const index = chosen === undefined ? -1 : records.indexOf(chosen);
        counts[index] = (counts[index] ?? 0) + 1;
      }
      expect(counts).toEqual(total === 0 ? list.map(() => 1) : list);
    }),
    { numRuns: 50 },
  );
});

test('an unhealthy record is never chosen while another is healthy', () => {
  const group = fc.array(fc.record({ weight: fc.nat(255), healthy: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(
      group,
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (list, at) => {
        const records = list.map(({ weight }, index) => weighted(`r${index}`, weight));
        const healthy = (record: RecordTopology) => list[records.indexOf(record)]?.healthy === true;
        const chosen = chooseRecord(records, { healthy, random: () => at, nearness: [] });
        expect(chosen).toBeDefined();
        if (chosen !== undefined && records.some(healthy)) expect(healthy(chosen)).toBe(true);
      },
    ),
  );
});
