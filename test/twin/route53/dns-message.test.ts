import { type Answer, DNSSEC_OK, decode, encode, RECURSION_DESIRED } from 'dns-packet';
import fc from 'fast-check';
import { seededRandom } from '../../../lib/twin/clients/random';
import {
  type DnsMessageOptions,
  EDNS_UDP_BYTES,
  NAME_SERVER,
  respond,
} from '../../../lib/twin/route53/dns-message';
import { HostedZone } from '../../../lib/twin/route53/hosted-zone';
import { aliasRecord, weighted } from './declarations';

const ADDRESSES = ['198.18.1.1', '198.18.1.2', '198.18.1.3'];
const NAME = 'code.code.example.org';

/** Enough addresses to pass 1,232 bytes: each takes 37 with this name. */
const MANY = Array.from({ length: 60 }, (_, index) => `198.18.9.${index}`);

const zone = Object.assign(
  new HostedZone({
    routing: {
      zoneName: 'code.example.org',
      records: [
        weighted('a', 100, { evaluateTargetHealth: true }),
        weighted('b', 100, { evaluateTargetHealth: true }),
        aliasRecord('many', { kind: 'simple' }, { name: 'many.code.example.org' }),
        aliasRecord('twenty', { kind: 'simple' }, { name: 'twenty.code.example.org' }),
      ],
    },
    random: seededRandom(5),
    nearness: [],
    checkHealthy: () => true,
    targetHealthy: () => true,
    addresses: (id) => ({ 'lb-many': MANY, 'lb-twenty': MANY.slice(0, 20) })[id] ?? ADDRESSES,
  }),
  { zoneName: 'code.example.org' },
);

const OPTIONS: DnsMessageOptions = { zone, transport: 'udp', ttlRate: 1 };

function opt(over: Partial<Extract<Answer, { type: 'OPT' }>> = {}): Answer {
  return {
    type: 'OPT',
    name: '.',
    udpPayloadSize: 4096,
    extendedRcode: 0,
    ednsVersion: 0,
    flags: 0,
    flag_do: false,
    options: [],
    ...over,
  };
}

const query = (name: string, type: string, additionals: Answer[] = [], flags = RECURSION_DESIRED) =>
  encode({ type: 'query', id: 4711, flags, questions: [{ name, type: type as 'A' }], additionals });

function asked(message: Buffer, over: Partial<DnsMessageOptions> = {}) {
  const response = respond(message, { ...OPTIONS, ...over });
  if (response === undefined) throw new Error('no response');
  return {
    ...(decode(response) as ReturnType<typeof decode> & { rcode: string }),
    bytes: response,
  };
}

test('an address question gets every address of one load balancer, with authority and the TTL', () => {
  const response = asked(query(NAME, 'A'));
  expect(response).toMatchObject({
    id: 4711,
    type: 'response',
    rcode: 'NOERROR',
    flag_aa: true,
    flag_tc: false,
    flag_rd: true,
    flag_ra: false,
    questions: [{ name: NAME, type: 'A', class: 'IN' }],
    authorities: [],
    additionals: [],
  });
  expect(response.answers).toMatchObject(
    ADDRESSES.map((data) => ({ name: NAME, type: 'A', class: 'IN', ttl: 60, data })),
  );
});

test.each([
  ['a name of another case', 'CoDe.CODE.example.ORG', 'A', 'NOERROR', 3],
  ['ANY, answered with the addresses (RFC 8482)', NAME, 'ANY', 'NOERROR', 3],
  ['NODATA', NAME, 'AAAA', 'NOERROR', 0],
  ['NODATA for a type the library does not know', NAME, 'UNKNOWN_65', 'NOERROR', 0],
  ['NXDOMAIN', 'nobody.code.example.org', 'A', 'NXDOMAIN', 0],
])('%s', (_what, name, type, rcode, answers) => {
  const response = asked(query(name, type));
  expect(response).toMatchObject({ rcode, flag_aa: true });
  expect(response.answers).toHaveLength(answers);
  const soa = { type: 'SOA', name: 'code.example.org', ttl: 900, data: { mname: NAME_SERVER } };
  expect(response.authorities).toMatchObject(answers === 0 ? [soa] : []);
});

test('the question comes back byte for byte, letter case and odd bytes included', () => {
  const asCased = query('CoDe.CODE.example.ORG', 'A');
  const odd = query('xxxx.code.example.org', 'A');
  odd.writeUInt32BE(0xff00c32e, 13);
  for (const message of [asCased, odd]) {
    const { bytes } = asked(message);
    expect(bytes.subarray(12, message.length)).toEqual(message.subarray(12));
  }
});

test.each([
  ['SOA', { mname: NAME_SERVER, serial: 1, minimum: 86_400 }],
  ['NS', NAME_SERVER],
])('the apex has %s', (type, data) => {
  const { answers, flag_aa } = asked(query('code.example.org', type));
  expect(flag_aa).toBe(true);
  expect(answers).toMatchObject([{ type, data }]);
});

test.each([
  ['another zone', query('example.com', 'A')],
  ['a zone transfer', query('code.example.org', 'AXFR')],
  ['another class', encode({ questions: [{ name: NAME, type: 'A', class: 'CH' }] })],
])('REFUSED without authority for %s', (_what, message) => {
  expect(asked(message)).toMatchObject({ rcode: 'REFUSED', flag_aa: false, answers: [] });
});

test('NOTIMP for an operation that is no query', () => {
  const update = query(NAME, 'A');
  update.writeUInt16BE(5 << 11, 2);
  expect(asked(update)).toMatchObject({ id: 4711, rcode: 'NOTIMP', opcode: 'UPDATE' });
});

test.each([
  ['no question', encode({ id: 4711, questions: [] })],
  [
    'two questions',
    encode({ id: 4711, questions: [NAME, NAME].map((name) => ({ name, type: 'A' as const })) }),
  ],
  ['a cut question', query(NAME, 'A').subarray(0, 20)],
  ['two OPT records', query(NAME, 'A', [opt(), opt()])],
  ['a compressed question', Buffer.from('1267000000010000000000000161c0000000010001', 'hex')],
])('FORMERR for %s', (_what, message) => {
  const response = asked(message);
  expect(response.rcode).toBe('FORMERR');
  expect(response.id).toBe(message.readUInt16BE(0));
});

test.each([
  ['too short to have a header', Buffer.alloc(11)],
  ['a response', encode({ type: 'response', id: 1, questions: [{ name: NAME, type: 'A' }] })],
])('no answer to what is %s', (_what, message) => {
  expect(respond(message, OPTIONS)).toBeUndefined();
});

test('any bytes get FORMERR or another readable response, or none, and never an exception', () => {
  const header = fc.uint8Array({ minLength: 0, maxLength: 80 });
  fc.assert(
    fc.property(header, fc.nat(60), (bytes, cut) => {
      const valid = query(NAME, 'A', [opt()]);
      const damaged = Buffer.concat([valid.subarray(0, Math.min(cut, valid.length)), bytes]);
      for (const message of [Buffer.from(bytes), damaged]) {
        const response = respond(message, OPTIONS);
        if (response !== undefined) expect(decode(response).id).toBe(message.readUInt16BE(0));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('OPT is echoed with our size and the DNSSEC bit, and its options are not', () => {
  const cookie = { code: 10, data: Buffer.alloc(8) } as never;
  const { additionals } = asked(query(NAME, 'A', [opt({ flags: DNSSEC_OK, options: [cookie] })]));
  expect(additionals).toMatchObject([
    { type: 'OPT', udpPayloadSize: EDNS_UDP_BYTES, flag_do: true, ednsVersion: 0, options: [] },
  ]);
});

test('a later EDNS version gets BADVERS', () => {
  const response = asked(query(NAME, 'A', [opt({ ednsVersion: 1 })]));
  expect(response).toMatchObject({
    rcode: 'NOERROR',
    answers: [],
    additionals: [{ extendedRcode: 1, ednsVersion: 0 }],
  });
});

test.each([
  ['20 addresses without EDNS', 'twenty', [], true, 512],
  ['20 addresses with EDNS', 'twenty', [opt()], false, EDNS_UDP_BYTES],
  ['20 addresses with EDNS of 512', 'twenty', [opt({ udpPayloadSize: 100 })], true, 512],
  ['60 addresses with EDNS', 'many', [opt()], true, EDNS_UDP_BYTES],
])('over UDP %s', (_what, label, additionals, truncated, limit) => {
  const message = query(`${label}.code.example.org`, 'A', additionals);
  const response = asked(message);
  expect(response.flag_tc).toBe(truncated);
  expect(response.bytes.length).toBeLessThanOrEqual(limit);
  expect(response.additionals).toHaveLength(additionals.length);
  if (truncated) expect(response.answers).toEqual([]);
  const overTcp = asked(message, { transport: 'tcp' });
  expect(overTcp.flag_tc).toBe(false);
  expect(overTcp.answers).toHaveLength(label === 'many' ? 60 : 20);
});

test.each([
  [1, 60, 900],
  [20, 3, 45],
  [45, 1, 20],
  [1000, 1, 1],
])(
  'at TTL rate %i the wire carries %i s, and %i s for a negative answer',
  (ttlRate, alias, negative) => {
    expect(asked(query(NAME, 'A'), { ttlRate }).answers).toMatchObject(
      Array(3).fill({ ttl: alias }),
    );
    expect(asked(query(NAME, 'MX'), { ttlRate }).authorities).toMatchObject([{ ttl: negative }]);
  },
);

test('choosing and encoding keeps up with at least 5,000 answers a second', () => {
  const message = query(NAME, 'A', [opt()]);
  const turns = 5_000;
  for (let turn = 0; turn < 500; turn++) respond(message, OPTIONS);
  const startedMs = process.cpuUsage().user;
  for (let turn = 0; turn < turns; turn++) respond(message, OPTIONS);
  const cpuSec = (process.cpuUsage().user - startedMs) / 1e6;
  expect(turns / cpuSec).toBeGreaterThan(5_000);
});
