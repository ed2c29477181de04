import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { Pool } from 'undici';
import { BATCHES_AT_ONCE, CALLS_AT_ONCE } from '../../service/records/record-limits';
import { type TestApp, testApp } from './fixtures/app';
import { CALLER_KEYS, callerKey } from './fixtures/callers';
import {
  partner as createPartner,
  type Partner,
  registerWith,
  sourceOwner,
  testRecord,
} from './fixtures/partner';
import { PARTNER_HOST, signedRequest } from './fixtures/signed-request';

/** The canary's person, who needs no token. */
const CANARY = { idType: '10', idNumber: '440000185001010004' };

const bad = callerKey('bad-1', sourceOwner('bad', { recordsPerMinute: 400 }));
const good = callerKey('good-1', sourceOwner('good'));

let citizen: TestApp;
let partner: Partner;
/** Both fleets of a region are processes of their own over one store. */
let pool: Pool;
/** Calls of the store that read somebody's facts; negative results need none. */
let reads: number;

beforeEach(async () => {
  citizen = await testApp('citizen');
  reads = 0;
  const factsOf = citizen.facts.factsOf.bind(citizen.facts);
  citizen.facts.factsOf = (personKey) => {
    reads += 1;
    return factsOf(personKey);
  };
  partner = await createPartner(citizen, { register: registerWith(bad, good) });
  await partner.on.http.send('/regional-health');
  const { port } = partner.on.app.server.address() as AddressInfo;
  pool = new Pool(`http://127.0.0.1:${port}`, { connections: 64 });
});

afterEach(async () => {
  await pool.destroy();
  await Promise.all([citizen.http.close(), partner.on.http.close()]);
});

async function showsTheCode(): Promise<void> {
  const before = reads;
  const shown = await citizen.http.send({
    method: 'POST',
    url: '/channels/suikang/code',
    payload: CANARY,
  });
  expect(shown.statusCode).toBe(200);
  expect(shown.json().colour).toBe('unknown');
  // At most one read: nothing that a source does makes showing a code cost more.
  expect(reads - before).toBeLessThanOrEqual(1);
}

async function takesRecords(): Promise<void> {
  const results = await partner.results(good, 'nucleic-acid-tests', [testRecord(1), testRecord(2)]);
  expect(results.every(({ status }) => status === 'stored' || status === 'known')).toBe(true);
}

const records = (from: number) => Array.from({ length: 50 }, (_, at) => testRecord(from + at));

async function sendOverPool(from: number) {
  const atMs = partner.on.clock.now();
  const url = '/records/nucleic-acid-tests';
  const payload = { records: records(from) };
  const { method, headers, payload: body } = await signedRequest({ key: bad, atMs, url, payload });
  const answer = await pool.request({ method, path: url, headers, body });
  await answer.body.dump();
  return answer.statusCode;
}

test('a source whose calls of the store hang', async () => {
  const held: (() => void)[] = [];
  const { facts } = citizen;
  const append = facts.append.bind(facts);
  facts.append = async (fact) => {
    if (fact.source === 'bad') await new Promise<void>((resolve) => held.push(resolve));
    return append(fact);
  };
  const answers: number[] = [];
  const sent = Array.from({ length: 6 }, async (_, at) =>
    answers.push(await sendOverPool(at * 50)),
  );
  const share = BATCHES_AT_ONCE * CALLS_AT_ONCE;
  while (held.length < share || answers.length < 4) await new Promise(setImmediate);
  await showsTheCode();
  await takesRecords();
  // Six batches came; two hang with their share of the calls, four were refused at once.
  expect(held).toHaveLength(share);
  expect(answers).toEqual([429, 429, 429, 429]);
  while (answers.length < 6) {
    for (const resolve of held.splice(0)) resolve();
    await new Promise(setImmediate);
  }
  await Promise.all(sent);
  expect(answers.slice(4)).toEqual([200, 200]);
});

test('a source that floods', async () => {
  const flood: number[] = [];
  const sent = Array.from({ length: 200 }, async (_, at) =>
    flood.push(await sendOverPool(at * 50)),
  );
  await showsTheCode();
  await takesRecords();
  await Promise.all(sent);
  await showsTheCode();
  await takesRecords();
  // A minute's share of 400 records is 8 batches; whatever else came cost the store nothing.
  const taken = flood.filter((status) => status === 200).length;
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThanOrEqual(8);
  expect(flood.filter((status) => status === 429)).toHaveLength(200 - taken);
  const own = [...citizen.facts.facts.values()].filter(({ source }) => source === 'bad');
  expect(own).toHaveLength(taken * 50);
  const { underWay, mostUnderWay } = citizen.facts;
  expect(underWay).toBe(0);
  expect(mostUnderWay).toBeLessThanOrEqual(BATCHES_AT_ONCE * CALLS_AT_ONCE + 2 + 1);
});

test('sources that send half a request and no more', async () => {
  const { port } = partner.on.app.server.address() as AddressInfo;
  const request = await signedRequest({
    key: bad,
    atMs: partner.on.clock.now(),
    url: '/records/visits',
    payload: { records: records(0) },
  });
  const lines = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`);
  const head = `POST ${request.url} HTTP/1.1\r\n${lines.join('\r\n')}\r\ncontent-length: 9999\r\n\r\n`;
  const sockets: Socket[] = [];
  for (let at = 0; at < 100; at += 1) {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    sockets.push(socket);
    await new Promise<void>((resolve) => socket.write(head, () => resolve()));
  }
  await showsTheCode();
  await takesRecords();
  const bySource = [...citizen.facts.facts.values()].filter(({ source }) => source === 'bad');
  expect(bySource).toEqual([]);
  for (const socket of sockets) socket.destroy();
});

test('requests that nobody signed, or another', async () => {
  const url = '/records/nucleic-acid-tests';
  const request = await signedRequest({
    key: { ...bad, privateKey: CALLER_KEYS.lab.privateKey },
    atMs: partner.on.clock.now(),
    url,
    payload: { records: records(0) },
  });
  const { headers, payload } = request;
  const outcomes = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const answer = await pool.request({ method: 'POST', path: url, headers, body: payload });
      await answer.body.dump();
      return answer.statusCode;
    }),
  );
  expect(new Set(outcomes)).toEqual(new Set([401]));
  expect(citizen.facts.calls).toBe(0);
  await showsTheCode();
  await takesRecords();
  // Forging a source's name used up none of its share.
  expect(await sendOverPool(0)).toBe(200);
  expect(headers.host).toBe(PARTNER_HOST);
});
