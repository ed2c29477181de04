import { createServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer as createTcpServer, Socket } from 'node:net';
import { generate } from 'selfsigned';
import { socketProbe } from '../../../lib/twin/route53/probe';
import { PROBE_TIMEOUT_FLOOR_MS, probeTimeoutSec } from '../../../lib/twin/route53/probe-timeouts';
import { VirtualClock } from '../virtual-clock';
import { endpointCheck } from './declarations';
import { closeEndpoints, FAILED, http, listening, MATCH, PASSED, probed } from './endpoints';

afterEach(closeEndpoints);

// Developer guide, "How Amazon Route 53 determines whether a health check is healthy": 2xx or 3xx within
// two seconds after connecting; a redirect is not followed.
test.each([
  ['E6', 200, PASSED],
  ['E6', 301, PASSED],
  ['E6', 404, FAILED],
  ['E6', 503, FAILED],
  ['edge', 299, PASSED],
  ['edge', 399, PASSED],
  ['edge', 400, FAILED],
])('%s: status %i', async (_rule, status, expected) => {
  const { at } = await http((_request, response) => {
    response.writeHead(status, { location: 'http://elsewhere.invalid/' }).end();
  });
  expect(await probed({ at })).toEqual(expected);
});

// Same page: "a TCP connection within four seconds".
test.each([
  ['E5', 'HTTP', 3.9, PASSED],
  ['E5', 'HTTP', 4.1, FAILED],
  ['E7', 'TCP', 9.9, PASSED],
  ['E7', 'TCP', 10.1, FAILED],
] as const)('%s: %s connecting after %d s', async (_rule, type, afterSec, expected) => {
  const { at } = await http((_request, response) => response.end());
  const clock = new VirtualClock();
  const socket = new Socket();
  const result = probed({ check: { type }, at, clock, openSocket: () => socket });
  clock.advance(afterSec);
  if (!socket.destroyed) socket.connect(at);
  expect(await result).toEqual(expected);
});

test.each([
  ['E5', 1.9, PASSED],
  ['E5', 2.1, FAILED],
])('%s: status %d s after the connection', async (_rule, afterSec, expected) => {
  const clock = new VirtualClock();
  const { at } = await http((_request, response) => {
    clock.advance(afterSec);
    response.end();
  });
  expect(await probed({ at, clock })).toEqual(expected);
});

async function https(notAfterDate: Date, seen: { name?: string } = {}) {
  const identity = await generate([{ name: 'commonName', value: 'another.name' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date('2020-01-01'),
    notAfterDate,
  });
  const options = {
    key: identity.private,
    cert: identity.cert,
    SNICallback: (name: string, done: (error: null) => void) => {
      seen.name = name;
      done(null);
    },
  };
  return listening(
    createHttpsServer(options, (_request, response) => response.end(MATCH.searchString)),
  );
}

// Same page: Route 53 health checkers do not validate SSL/TLS certificates; Enable SNI is on by default.
test('E9: an expired certificate for another name passes, and the checked name is sent as SNI', async () => {
  const seen: { name?: string } = {};
  const { at } = await https(new Date('2021-01-01'), seen);
  expect(await probed({ check: { ...MATCH, type: 'HTTPS_STR_MATCH' }, at })).toEqual(PASSED);
  expect(seen.name).toBe('a.origin.code.example.org');
});

test('fails for HTTPS where plain HTTP is spoken', async () => {
  const { at } = await http((_request, response) => response.end());
  expect(await probed({ check: { type: 'HTTPS' }, at })).toEqual(FAILED);
});

test('fails for a handshake that never ends, in the connect phase', async () => {
  const clock = new VirtualClock();
  const { at } = await listening(
    createTcpServer((connection) => connection.once('data', () => clock.advance(4.1))),
  );
  const result = await probed({ check: { type: 'HTTPS' }, at, clock });
  expect(result).toEqual({ passed: false, reason: 'connect timed out after 4 s' });
});

test.each([
  ['closes without a word', (connection: Socket) => connection.end()],
  ['resets', (connection: Socket) => connection.resetAndDestroy()],
  ['does not speak HTTP', (connection: Socket) => connection.end('SSH-2.0-x\r\n')],
  [
    'breaks off in the body',
    (connection: Socket) => connection.end('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nKAP'),
  ],
  [
    'upgrades',
    (connection: Socket) =>
      connection.write('HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
  ],
])('fails for an endpoint that %s', async (_how, serve) => {
  const { at } = await listening(
    createTcpServer((connection) => {
      connection.on('error', () => {});
      connection.once('data', () => serve(connection));
    }),
  );
  expect(await probed({ check: MATCH, at })).toEqual(FAILED);
});

test('fails where nothing listens, in either sense', async () => {
  const closed = await http(() => {});
  closed.close();
  expect(await probed({ at: closed.at })).toEqual(FAILED);
  expect(await probed({})).toEqual({
    passed: false,
    reason: 'nothing listens for a.origin.code.example.org:80',
  });
});

test('fails for a path that HTTP cannot carry', async () => {
  const { at } = await http((_request, response) => response.end());
  expect(await probed({ check: { path: '/a b' }, at })).toEqual(FAILED);
});

test('TCP passes as soon as the connection stands', async () => {
  const { at } = await listening(createTcpServer(() => {}));
  expect(await probed({ check: { type: 'TCP' }, at })).toEqual(PASSED);
});

test.each([
  [80, 'a.origin.code.example.org'],
  [8080, 'a.origin.code.example.org:8080'],
])(
  'a check of port %i asks for the path with Host %s on a connection of its own',
  async (port, host) => {
    const seen: unknown[] = [];
    const server = await http((request, response) => {
      seen.push([request.method, request.url, request.headers.host, request.headers.connection]);
      response.end();
    });
    let connections = 0;
    server.on('connection', () => connections++);
    for (let turn = 0; turn < 2; turn++) await probed({ check: { port }, at: server.at });
    expect(seen).toEqual(Array(2).fill(['GET', '/regional-health', host, 'close']));
    expect(connections).toBe(2);
  },
);

test('a probe that is abandoned reports nothing and closes its connection', async () => {
  const report = jest.fn();
  let abandon = () => {};
  const closed = new Promise<void>((resolve) => {
    const server = createServer((request) => {
      request.socket.once('close', () => resolve());
      abandon();
    });
    void listening(server).then(({ at }) => {
      const probe = socketProbe({ clock: new VirtualClock(), connect: () => at });
      abandon = probe(endpointCheck(), report);
    });
  });
  await closed;
  expect(report).not.toHaveBeenCalled();
});

test('timeouts follow the clock down to the floor of wall time', () => {
  expect(PROBE_TIMEOUT_FLOOR_MS).toBe(1000);
  expect(probeTimeoutSec(4, 1)).toBe(4);
  expect(probeTimeoutSec(4, 4)).toBe(4);
  // 2 s at rate 20 would be 100 ms of wall time; the floor makes it 1 s, 20 s on the twin's clock.
  expect(probeTimeoutSec(2, 20)).toBe(20);
});

test.each([
  [19, PASSED],
  [21, FAILED],
])('at rate 20 a status after %i twin seconds counts by the floor', async (afterSec, expected) => {
  const clock = new VirtualClock(20);
  const { at } = await http((_request, response) => {
    clock.advance(afterSec);
    response.end();
  });
  expect(await probed({ at, clock })).toEqual(expected);
});
