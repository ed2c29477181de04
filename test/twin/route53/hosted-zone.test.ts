import { ALIAS_TTL_SEC, HostedZone } from '../../../lib/twin/route53/hosted-zone';
import { aliasRecord, weighted } from './declarations';

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
