import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { CANARY_PERSON } from '../../service/codes/canary-caller';
import { CODE_BODY_LIMIT } from '../../service/codes/code-specs';
import {
  HEADERS_TIMEOUT_MS,
  KEEP_ALIVE_TIMEOUT_MS,
  REQUEST_TIMEOUT_MS,
} from '../../service/server';
import { VERIFY_BODY_LIMIT } from '../../service/verification/verify-route';
import { type TestApp, testApp } from './fixtures/app';

let citizen: TestApp;
let partner: TestApp;

beforeAll(async () => {
  citizen = await testApp('citizen');
  partner = await testApp('partner');
});

afterAll(() => Promise.all([citizen.http.close(), partner.http.close()]));

const JSON_BODY = { 'content-type': 'application/json' };
const URL = '/channels/suikang/code';

test.each([
  ['no JSON', 400, 'KAPOK_BODY_MALFORMED', JSON_BODY, '{"idType":'],
  ['a poisoned prototype', 400, 'KAPOK_BODY_MALFORMED', JSON_BODY, '{"__proto__":{"a":1}}'],
  ['text', 415, 'KAPOK_BODY_TYPE', { 'content-type': 'text/plain' }, 'hello'],
  [
    'a form',
    415,
    'KAPOK_BODY_TYPE',
    { 'content-type': 'application/x-www-form-urlencoded' },
    'a=1',
  ],
  ['a type that is no type', 415, 'KAPOK_BODY_TYPE', { 'content-type': '/' }, '{}'],
  ['a long body', 413, 'KAPOK_BODY_SIZE', JSON_BODY, `"${'x'.repeat(CODE_BODY_LIMIT)}"`],
  ['no token', 401, 'KAPOK_TOKEN_MISSING', {}, undefined],
] as const)('fails for %s with %d %s', async (_what, status, code, headers, payload) => {
  const response = await citizen.http.send({ method: 'POST', url: URL, headers, payload });
  expect(response.statusCode).toBe(status);
  expect(response.json().error).toMatchObject({ code, fix: expect.any(String) });
  expect(response.headers).toMatchObject({ 'x-kapok-region': 'ap-southeast-1' });
});

test.each([
  ['GET', '/'],
  ['GET', URL],
  ['DELETE', '/healthz'],
  ['POST', '/records/visits'],
] as const)('fails for %s %s on the citizen fleet with its routes', async (method, url) => {
  const response = await citizen.http.send({ method, url });
  expect(response.statusCode).toBe(404);
  expect(response.json().error).toMatchObject({
    code: 'KAPOK_ROUTE_UNKNOWN',
    allowed: expect.arrayContaining([
      'GET /healthz',
      'GET /regional-health',
      'GET /evacuations/:region',
      'GET /service-status',
      'GET /.well-known/jwks.json',
      'GET /.well-known/revocations',
      'POST /channels/:channel/verify',
      'POST /channels/:channel/code',
    ]),
  });
  expect(response.headers['x-kapok-instance']).toBe('i-1');
});

test('fails for a wrong method with what the path takes before all other routes', async () => {
  const asked = async (method: 'GET' | 'POST', url: string) =>
    (await citizen.http.send({ method, url })).json().error.allowed as string[];
  expect((await asked('GET', `${URL}?member=x`))[0]).toBe('POST /channels/:channel/code');
  const family = await asked('GET', '/channels/suikang/me/family/AAAAAAAAAAAA/leave');
  expect(family[0]).toBe('POST /channels/:channel/me/family/:member/leave');
  expect(new Set(family).size).toBe(family.length);
  expect((await asked('POST', '/service-status'))[0]).toBe('GET /service-status');
});

test.each([
  [URL, CODE_BODY_LIMIT, /bytes at most$/],
  ['/channels/suikang/verify', VERIFY_BODY_LIMIT, /bytes at most$/],
])('fails for a body too long with how long it may be: %s', async (url, limit, form) => {
  const payload = `"${'x'.repeat(limit)}"`;
  const answer = await citizen.http.send({ method: 'POST', url, headers: JSON_BODY, payload });
  expect(answer.json().error).toMatchObject({ code: 'KAPOK_BODY_SIZE' });
  expect(answer.json().error.fix).toMatch(form);
  expect(answer.json().error.fix).toContain(`${limit} bytes`);
});

test('fails on the partner fleet for what citizens ask', async () => {
  for (const url of [URL, '/.well-known/jwks.json']) {
    const response = await partner.http.send({ method: 'POST', url });
    expect(response.json().error.allowed).toContain('POST /records/visits');
  }
});

test.each(['/%zz', `/evacuations/${'x'.repeat(500)}`])(
  'fails for the address %s without repeating it',
  async (url) => {
    const response = await citizen.http.send(url);
    expect(response.json().error.code).toBe('KAPOK_REQUEST_MALFORMED');
    expect(response.statusCode).toBe(400);
    expect(response.headers['x-kapok-region']).toBe('ap-southeast-1');
  },
);

test('fails for what is no HTTP with a typed answer, and closes', async () => {
  const { app } = await testApp('citizen');
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  // A caller that leaves his half of the connection open must not keep ours.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  socket.write('HELLO THERE\r\n\r\n');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  await once(socket, 'end');
  const open = promisify(app.server.getConnections.bind(app.server));
  while ((await open()) > 0) await new Promise(setImmediate);
  socket.destroy();
  expect(answer).toContain('HTTP/1.1 400 Bad Request');
  expect(answer).toContain('x-kapok-region: ap-southeast-1');
  expect(answer).toContain('KAPOK_REQUEST_MALFORMED');
  await app.close();
});

test('a fault of ours is a 500 that tells nothing, and is logged', async () => {
  const { http, facts, lines } = await testApp('citizen');
  facts.factsOf = () => Promise.reject(new TypeError('something of ours broke'));
  const payload = CANARY_PERSON;
  const response = await http.send({ method: 'POST', url: URL, payload });
  expect(response.statusCode).toBe(500);
  expect(response.json().error.code).toBe('KAPOK_INTERNAL');
  expect(response.body).not.toContain('something of ours broke');
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'error',
    region: 'ap-southeast-1',
    route: '/channels/:channel/code',
    err: { type: 'TypeError', message: 'something of ours broke' },
  });
  await http.close();
});

test('connections outlive the load balancer’s, headers outlive connections', () => {
  const { server } = citizen.app;
  expect(server.keepAliveTimeout).toBe(KEEP_ALIVE_TIMEOUT_MS);
  expect(server.headersTimeout).toBe(HEADERS_TIMEOUT_MS);
  expect(server.requestTimeout).toBe(REQUEST_TIMEOUT_MS);
  expect([60_000, server.keepAliveTimeout, server.headersTimeout, server.requestTimeout]).toEqual(
    [60_000, server.keepAliveTimeout, server.headersTimeout, server.requestTimeout].sort(
      (a, b) => a - b,
    ),
  );
});
