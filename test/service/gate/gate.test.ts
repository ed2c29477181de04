import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { compactVerify, createLocalJWKSet } from 'jose';
import type { AdmissionRequest, IAdmission, RefusalReason } from '../../../service/admission';
import { pinItem } from '../../../service/degradation/pins';
import { heartbeatItem, readHeartbeat } from '../../../service/evacuation/control-items';
import type { FleetAppOptions } from '../../../service/fleet-context';
import { type TestApp, testApp } from '../fixtures/app';

const PAGE = 'https://code.code.example.org';

/** Refuses everything, and remembers what was asked. */
class FullHouse implements IAdmission {
  readonly asked: AdmissionRequest[] = [];
  readonly state = { limit: 0, inFlight: 0 };

  constructor(private readonly reason: RefusalReason = 'limit') {}

  admit(request: AdmissionRequest) {
    this.asked.push(request);
    return { admitted: false, reason: this.reason } as const;
  }
}

let made: TestApp | undefined;

afterEach(async () => {
  await made?.http.close();
  made = undefined;
});

async function create(more: Partial<FleetAppOptions> = {}): Promise<TestApp> {
  made = await testApp('citizen', undefined, more);
  return made;
}

const full = async () => {
  const admission = new FullHouse();
  return { ...(await create({ admission })), admission };
};

test('fails for everybody with a refusal that says when to ask again', async () => {
  const { http } = await full();
  const answer = await http.send({ method: 'POST', url: '/channels/suikang/code', payload: {} });
  expect(answer.statusCode).toBe(503);
  expect(answer.json().error).toMatchObject({
    code: 'KAPOK_OVERLOAD',
    message: expect.any(String),
    fix: expect.any(String),
  });
  const seconds = Number(answer.headers['retry-after']);
  expect(seconds).toBeGreaterThanOrEqual(5);
  expect(seconds).toBeLessThanOrEqual(10);
  expect(answer.headers).toMatchObject({
    'x-kapok-region': 'ap-southeast-1',
    'x-kapok-standing': 'serving',
    'x-kapok-level': '0',
    'x-request-id': expect.any(String),
  });
});

test('a refusal keeps its connection, whatever body came with it', async () => {
  const { http, app } = await full();
  let connections = 0;
  app.server.on('connection', () => {
    connections += 1;
  });
  for (let asked = 0; asked < 5; asked += 1) {
    const payload = { text: 'x'.repeat(500) };
    const { statusCode } = await http.send({
      method: 'POST',
      url: '/channels/suikang/code',
      payload,
    });
    expect(statusCode).toBe(503);
  }
  expect(connections).toBe(1);
});

test('a refusal ends the connection of a body that would be long', async () => {
  const { http } = await full();
  const payload = { text: 'x'.repeat(40_000) };
  const answer = await http.send({ method: 'POST', url: '/channels/suikang/code', payload });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers.connection).toBe('close');
});

test('shedding is not death: health is told while everything else is refused', async () => {
  const { http } = await full();
  expect((await http.send('/healthz')).statusCode).toBe(200);
  expect((await http.send('/regional-health')).body).toContain('KAPOK-SERVING');
  expect((await http.send('/evacuations/ap-northeast-1')).statusCode).toBe(404);
});

test('requests are known by their routes; what no route answers is worth least', async () => {
  const { http, admission } = await full();
  await http.send('/service-status?now=1');
  await http.send('/nowhere');
  await http.send('/channels/suikang/nowhere');
  expect(admission.asked.map(({ priority }) => priority)).toEqual(['verify', 'rest', 'rest']);
});

test('the partner fleet takes everything for records', async () => {
  const admission = new FullHouse();
  const partner = await testApp('partner', undefined, { admission });
  await partner.http.send({ method: 'POST', url: '/records/visits', payload: {} });
  await partner.http.close();
  expect(admission.asked).toEqual([{ priority: 'ingest', channel: undefined }]);
});

test('refusals are counted as shed for their priority, and are no failures', async () => {
  const { http, metrics } = await full();
  await http.send('/service-status');
  const { total, priorities } = metrics.take();
  expect(total).toMatchObject({ requests: 1, shed: 1, failures: 0 });
  expect(new Map(priorities).get('verify')).toMatchObject({ requests: 1, shed: 1 });
});

test.each([
  ['limit', '4'],
  ['share', '0'],
] as const)(
  'after refusals because of the %s the level is %s: one channel lowers it for nobody',
  async (reason, level) => {
    const { http, clock, parts } = await create({ admission: new FullHouse(reason) });
    for (const part of parts) part.start();
    for (let second = 0; second < 3; second += 1) {
      for (let asked = 0; asked < 25; asked += 1) {
        await http.send({ method: 'POST', url: '/channels/suikang/code' });
      }
      clock.advance(1);
    }
    const { headers } = await http.send({ method: 'POST', url: '/channels/suikang/code' });
    for (const part of parts) part.stop();
    expect(headers['x-kapok-level']).toBe(level);
  },
);

test('a request id is kept when it can be, and made otherwise', async () => {
  const { http } = await create();
  const id = async (sent: string) =>
    (await http.send({ url: '/healthz', headers: { 'x-request-id': sent } })).headers[
      'x-request-id'
    ];
  expect(await id('abc-1_2')).toBe('abc-1_2');
  const [one, two] = [await id('a b'), await id('x'.repeat(65))];
  expect(one).toMatch(/^[\w-]{1,64}$/);
  expect(two).not.toBe(one);
});

test('the page may ask from its own origin, and read what it needs', async () => {
  const { http } = await create();
  const asked = { url: '/service-status', headers: { origin: PAGE } };
  expect((await http.send(asked)).headers).toMatchObject({
    'access-control-allow-origin': PAGE,
    'access-control-expose-headers': expect.stringContaining('x-kapok-regions'),
  });
  const other = await http.send({ ...asked, headers: { origin: 'https://example.com' } });
  expect(other.headers['access-control-allow-origin']).toBeUndefined();
  expect(other.headers.vary).toBe('origin');
});

test('a preflight of the page is answered at once', async () => {
  const { app, http } = await create();
  await http.send('/healthz');
  const { port } = app.server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/channels/suikang/code`, {
    method: 'OPTIONS',
    headers: { origin: PAGE },
  });
  expect(answer.status).toBe(204);
  expect(answer.headers.get('access-control-max-age')).toBe('7200');
  expect(answer.headers.get('access-control-allow-headers')).toContain('x-kapok-device');
});

test('answers tell of every region that lives, and skip names that no header could hold', async () => {
  const { http, control, clock } = await create();
  const beat = (region: string, originName: string, ageSec = 0) =>
    readHeartbeat(
      heartbeatItem({ region, originName, state: 'serving', atMs: clock.now() - ageSec * 1000 }),
    )!;
  control.view = {
    heartbeats: [
      beat('ap-northeast-1', 'ap-northeast-1.origin.code.example.org'),
      beat('dead', 'dead.origin', 60),
      beat('bad', 'a\r\nb'),
    ],
    orders: [],
  };
  const { headers } = await http.send('/healthz');
  expect(headers['x-kapok-regions']).toBe(
    'ap-southeast-1=ap-southeast-1.origin.code.example.org;serving, ' +
      'ap-northeast-1=ap-northeast-1.origin.code.example.org;serving',
  );
});

test('the status is signed with the keys of the codes, and tells the pinned level', async () => {
  const { http, store, clock, parts } = await create();
  await store.put(
    pinItem({ name: 'all', level: 1, atMs: clock.now(), by: 'operator', reason: 'drill' }),
  );
  for (const part of parts) part.start();
  await new Promise(setImmediate);
  clock.advance(1);
  const { status, jws } = (await http.send('/service-status')).json();
  for (const part of parts) part.stop();
  expect(status).toMatchObject({
    level: 1,
    reason: 'pinned',
    pinned: true,
    region: 'ap-southeast-1',
  });
  const keys = createLocalJWKSet((await http.send('/.well-known/jwks.json')).json());
  const { payload, protectedHeader } = await compactVerify(jws, keys);
  expect(protectedHeader.typ).toBe('kapok-status+jwt');
  expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject(status);
  const { headers } = await http.send('/healthz');
  expect(headers['x-kapok-level']).toBe('1');
  expect(JSON.parse(String(headers['x-kapok-panels']))).toMatchObject([
    { panel: 'vaccination', state: 'off', reason: 'pinned' },
  ]);
});

test('a body that does not come is not waited for', async () => {
  const time = { ms: 0 };
  const { app, clock, parts, admission } = await create({ monotonicMs: () => time.ms });
  for (const part of parts) part.start();
  await app.listen({ host: '127.0.0.1', port: 0 });
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const begun = new Promise((resolve) => app.server.once('request', resolve));
  socket.write('POST /channels/suikang/code HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n');
  socket.write('content-type: application/json\r\n\r\n{');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => undefined);
  socket.resume();
  await begun;
  // Nor does it hold a place that others need meanwhile.
  expect(admission.state.inFlight).toBe(0);
  time.ms += 11_000;
  clock.advance(1);
  await closed;
  for (const part of parts) part.stop();
  await app.close();
});
