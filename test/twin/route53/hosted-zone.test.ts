import { ALIAS_TTL_SEC } from '../../../lib/topology/recovery-formula';
import { HostedZone } from '../../../lib/twin/route53/hosted-zone';
import { aliasRecord, failover, latency, toName, weighted } from './declarations';

const zone = new HostedZone({
  routing: {
    zoneName: 'code.example.org',
    records: [
      weighted('a', 100),
      aliasRecord('a', { kind: 'simple' }, { name: 'a.origin.code.example.org' }),
      aliasRecord('six', { kind: 'simple' }, { name: 'a.origin.code.example.org', type: 'AAAA' }),
      aliasRecord('nowhere', { kind: 'simple' }, { name: 'partner.code.example.org' }),
    ],
  },
  random: () => 0,
  nearness: [],
  checkHealthy: () => true,
  targetHealthy: () => true,
  addresses: (id) =>
    ({ 'lb-a': ['198.18.1.1', '198.18.1.2'], 'lb-six': ['2001:db8::1'] })[id] ?? [],
});

const FOUR = ['198.18.1.1', '198.18.1.2'];

// RFC 1034 section 4.3.2 and RFC 8020: a name above an existing name exists; alias TTL is 60 s (developer
// guide, "Values specific for alias records").
test.each([
  ['all addresses of the load balancer', 'code.code.example.org', 'A', 'NOERROR', FOUR],
  ['another case and a final dot', 'CODE.code.Example.ORG.', 'A', 'NOERROR', FOUR],
  [
    'a type that has its own record',
    'a.origin.code.example.org',
    'AAAA',
    'NOERROR',
    ['2001:db8::1'],
  ],
  ['a type the name lacks', 'code.code.example.org', 'AAAA', 'NOERROR', []],
  ['a name that only has names below it', 'origin.code.example.org', 'A', 'NOERROR', []],
  ['the apex', 'code.example.org', 'A', 'NOERROR', []],
  ['a load balancer without addresses', 'partner.code.example.org', 'A', 'NOERROR', []],
  ['an unknown name', 'nobody.code.example.org', 'A', 'NXDOMAIN', []],
  ['a name below a record', 'x.code.code.example.org', 'A', 'NXDOMAIN', []],
  ['another zone', 'example.com', 'A', 'REFUSED', []],
  ['the parent zone', 'example.org', 'A', 'REFUSED', []],
  ['a name that only ends alike', 'xcode.example.org', 'A', 'REFUSED', []],
])('%s: %s %s is %s %o', (_what, name, type, rcode, answers) => {
  const ttl = answers.length === 0 ? 0 : ALIAS_TTL_SEC;
  expect(zone.answer(name, type)).toMatchObject({ rcode, answers, ttl });
});

test('the answer names the record that was chosen', () => {
  expect(zone.answer('code.code.example.org', 'A').chosenSetIdentifier).toBe('a');
  expect(zone.answer('a.origin.code.example.org', 'A').chosenSetIdentifier).toBeUndefined();
});

describe('a primary with several standbys', () => {
  const NAME = 'code.code.example.org';
  const STANDBY = `standby.${NAME}`;

  /** Who is answered over an even grid of random numbers, with these load balancers unhealthy. */
  function answered(down: readonly string[], name = NAME): string {
    const seen = [0, 0.5].map((at) => {
      const routed = new HostedZone({
        routing: {
          zoneName: 'code.example.org',
          records: [
            failover('p', 'primary'),
            failover('standby', 'secondary', toName(STANDBY)),
            ...['s', 't'].map((letter) =>
              weighted(letter, 100, { name: STANDBY, evaluateTargetHealth: true }),
            ),
          ],
        },
        random: () => at,
        nearness: [],
        checkHealthy: () => true,
        targetHealthy: (id) => !down.includes(id),
        addresses: () => ['198.18.1.1'],
      });
      const { rcode, ttl, chosenSetIdentifier } = routed.answer(name, 'A');
      expect({ rcode, ttl }).toEqual({ rcode: 'NOERROR', ttl: ALIAS_TTL_SEC });
      return chosenSetIdentifier;
    });
    return [...new Set(seen)].join('');
  }

  test.each([
    ['all are healthy', [], 'p'],
    ['only the primary is healthy', ['lb-s', 'lb-t'], 'p'],
    ['the primary is down', ['lb-p'], 'st'],
    ['the primary and a standby are down', ['lb-p', 'lb-s'], 't'],
    ['all are down: the first level fails open', ['lb-p', 'lb-s', 'lb-t'], 'p'],
  ])('answers, when %s', (_what, down, expected) => {
    expect(answered(down)).toBe(expected);
  });

  test('the name of the standbys fails open by itself', () => {
    expect(answered(['lb-p', 'lb-s', 'lb-t'], STANDBY)).toBe('st');
  });
});

// Developer guide, "How health checks work in complex Amazon Route 53 configurations".
test.each([
  ['skipped', true, 'b'],
  ['answered', false, 'a0'],
])(
  'E24: a latency branch with nothing healthy below is %s when evaluated is %s',
  (_is, evaluateTargetHealth, expected) => {
    const name = 'a.code.code.example.org';
    const branches = new HostedZone({
      routing: {
        zoneName: 'code.example.org',
        records: [
          latency('a', { ...toName(name), evaluateTargetHealth }),
          latency('b', { evaluateTargetHealth }),
          ...['a0', 'a1'].map((letter) => weighted(letter, 100, { name, healthCheckId: letter })),
        ],
      },
      random: () => 0,
      nearness: ['a', 'b'],
      checkHealthy: () => false,
      targetHealthy: () => true,
      addresses: () => ['198.18.1.1'],
    });
    expect(branches.answer('code.code.example.org', 'A').chosenSetIdentifier).toBe(expected);
  },
);
