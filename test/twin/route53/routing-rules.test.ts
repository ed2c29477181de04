import type { RoutingTopology } from '../../../lib/topology/topology';
import { RoutingRuleError } from '../../../lib/twin/route53/routing-rule-error';
import { assertRoutingRules } from '../../../lib/twin/route53/routing-rules';
import {
  aliasRecord,
  calculatedCheck,
  endpointCheck,
  failover,
  latency,
  toName,
  weighted,
} from './declarations';

function routing(over: Partial<RoutingTopology>): RoutingTopology {
  return { zoneName: 'code.example.org', healthChecks: [], records: [], ...over };
}

const match = (searchString: string) => endpointCheck({ type: 'HTTPS_STR_MATCH', searchString });

const STANDBY = 'standby.code.code.example.org';
const FAILOVER_PAIR = [failover('p', 'primary'), failover('s', 'secondary')];

test.each([
  ['a search string of 255 characters', { healthChecks: [match('x'.repeat(255))] }],
  ['threshold 10', { healthChecks: [endpointCheck({ failureThreshold: 10 })] }],
  [
    'a calculated check above its number of children (E12)',
    { healthChecks: [endpointCheck(), calculatedCheck(['serving-a'], 4)] },
  ],
  ['a record at the apex', { records: [weighted('a', 1, { name: 'code.example.org' })] }],
  ['weights 0 and 255', { records: [weighted('a', 0), weighted('b', 255)] }],
  [
    'one simple record per type',
    {
      records: ['A', 'AAAA'].map((type) =>
        aliasRecord('a', { kind: 'simple' }, { type: type as 'A' }),
      ),
    },
  ],
  ['a primary and a secondary', { records: FAILOVER_PAIR }],
  [
    'an alias to a group of records under another name',
    {
      records: [
        failover('p', 'primary'),
        failover('s', 'secondary', toName(STANDBY)),
        ...['a', 'b'].map((letter) => weighted(letter, 100, { name: STANDBY })),
      ],
    },
  ],
])('%s is accepted', (_what, over) => {
  expect(() => assertRoutingRules(routing(over))).not.toThrow();
});

const children = (count: number) =>
  Array.from({ length: count }, (_, index) => endpointCheck({ id: `c${index}` }));

// Route 53 API reference: CreateHealthCheck, ChangeResourceRecordSets; developer guide, Quotas.
test.each([
  [
    'E8: a search string of 256 characters',
    'SEARCH_STRING',
    { healthChecks: [match('x'.repeat(256))] },
  ],
  ['an empty search string', 'SEARCH_STRING', { healthChecks: [match('')] }],
  [
    'a search string without a match type',
    'SEARCH_STRING',
    { healthChecks: [endpointCheck({ searchString: 'x' })] },
  ],
  ['threshold 0', 'FAILURE_THRESHOLD', { healthChecks: [endpointCheck({ failureThreshold: 0 })] }],
  [
    'threshold 11',
    'FAILURE_THRESHOLD',
    { healthChecks: [endpointCheck({ failureThreshold: 11 })] },
  ],
  [
    'E13: a calculated child',
    'CHILDREN',
    { healthChecks: [calculatedCheck([], 0), calculatedCheck(['in-service-a'], 1, { id: 'b' })] },
  ],
  ['an undeclared child', 'CHILDREN', { healthChecks: [calculatedCheck(['nobody'], 1)] }],
  [
    '256 children',
    'CHILDREN',
    {
      healthChecks: [
        ...children(256),
        calculatedCheck(
          children(256).map(({ id }) => id),
          1,
        ),
      ],
    },
  ],
  [
    'two checks with one id',
    'DUPLICATE_HEALTH_CHECK',
    { healthChecks: [endpointCheck(), endpointCheck()] },
  ],
  [
    'a record with an undeclared check',
    'UNKNOWN_HEALTH_CHECK',
    { records: [weighted('a', 1, { healthCheckId: 'nobody' })] },
  ],
  [
    'a record outside the zone',
    'OUTSIDE_ZONE',
    { records: [weighted('a', 1, { name: 'xcode.example.org' })] },
  ],
  ['weight 256', 'WEIGHT', { records: [weighted('a', 256)] }],
  [
    'weighted among failover records',
    'MIXED_POLICIES',
    { records: [...FAILOVER_PAIR, weighted('a', 1)] },
  ],
  ['a primary alone', 'FAILOVER', { records: [failover('p', 'primary')] }],
  ['a secondary alone', 'FAILOVER', { records: [failover('s', 'secondary')] }],
  ['two secondaries', 'FAILOVER', { records: [...FAILOVER_PAIR, failover('t', 'secondary')] }],
  ['two primaries', 'FAILOVER', { records: [...FAILOVER_PAIR, failover('q', 'primary')] }],
  [
    'a failover alias that does not evaluate its target',
    'FAILOVER',
    {
      records: [
        failover('p', 'primary'),
        failover('s', 'secondary', { evaluateTargetHealth: false }),
      ],
    },
  ],
  [
    'one set identifier for primary and secondary',
    'DUPLICATE_RECORD',
    { records: [failover('p', 'primary'), failover('p', 'secondary')] },
  ],
  ['an alias to no record', 'ALIAS_TARGET', { records: [weighted('a', 1, toName(STANDBY))] }],
  [
    'an alias to a name that has no record of its type',
    'ALIAS_TARGET',
    {
      records: [
        weighted('a', 1, toName(STANDBY)),
        weighted('b', 1, { name: STANDBY, type: 'AAAA' }),
      ],
    },
  ],
  [
    'an alias to itself',
    'ALIAS_TARGET',
    { records: [weighted('a', 1, toName('code.code.example.org'))] },
  ],
  [
    'aliases in a circle',
    'ALIAS_TARGET',
    {
      records: [
        weighted('a', 1, toName(STANDBY)),
        weighted('b', 1, { name: STANDBY, ...toName('code.code.example.org') }),
      ],
    },
  ],
  ['mixed policies', 'MIXED_POLICIES', { records: [weighted('a', 1), latency('b')] }],
  [
    'two simple records',
    'DUPLICATE_RECORD',
    { records: [1, 2].map(() => aliasRecord('a', { kind: 'simple' })) },
  ],
  [
    'one set identifier twice',
    'DUPLICATE_RECORD',
    { records: [weighted('a', 1), weighted('a', 2)] },
  ],
  [
    'one latency region twice',
    'DUPLICATE_RECORD',
    {
      records: ['x', 'y'].map((setIdentifier) =>
        aliasRecord('a', { kind: 'latency', setIdentifier, region: 'r' }),
      ),
    },
  ],
  [
    '101 weighted records of one name',
    'TOO_MANY_RECORDS',
    { records: Array.from({ length: 101 }, (_, index) => weighted(`r${index}`, 1)) },
  ],
])('fails for %s with KAPOK_ROUTE53_%s', (_what, code, over) => {
  const refused = () => assertRoutingRules(routing(over as Partial<RoutingTopology>));
  expect(refused).toThrow(RoutingRuleError);
  expect(refused).toThrow(
    expect.objectContaining({
      code: `KAPOK_ROUTE53_${code}`,
      got: expect.any(String),
      allowed: expect.any(String),
      fix: expect.any(String),
    }),
  );
});
