import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { drain } from '../../../service/cluster/draining';

let server: Server;
let agent: Agent;
const held: (() => void)[] = [];

beforeEach(async () => {
  server = createServer((incoming, response) => {
    const answer = () => response.end('done');
    if (incoming.url === '/held') held.push(answer);
    else answer();
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  agent = new Agent({ keepAlive: true, maxSockets: 1 });
});

afterEach(async () => {
  agent.destroy();
  held.splice(0);
  server.closeAllConnections();
  if (server.listening) server.close();
});

/** Asks over the one kept connection. */
function ask(path: string): Promise<IncomingMessage> {
  const { port } = server.address() as AddressInfo;
  return askAt(port, path);
}

function askAt(port: number, path: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ port, path, agent }, (response) =>
      response.resume().on('end', () => resolve(response)),
    );
    outgoing.on('error', reject).end();
  });
}

const options = (cuts: string[] = [], deadlineMs = 60_000) => ({
  deadlineMs,
  onCutOff: () => void cuts.push('cut'),
});

test('a connection that was idle is answered once more, with its end', async () => {
  const { port } = server.address() as AddressInfo;
  expect((await ask('/')).headers.connection).toBe('keep-alive');
  const drained = drain(server, options());
  const last = await askAt(port, '/');
  expect([last.statusCode, last.headers.connection]).toEqual([200, 'close']);
  await drained;
  await expect(askAt(port, '/')).rejects.toThrow('ECONNREFUSED');
});

test('what is under way is finished, and an idle connection holds nobody up for long', async () => {
  const asked = ask('/held');
  while (held.length === 0) await new Promise(setImmediate);
  const cuts: string[] = [];
  const drained = drain(server, options(cuts));
  held[0]?.();
  expect((await asked).statusCode).toBe(200);
  await drained;
  expect(cuts).toEqual([]);
});

test('what never ends is cut off at the deadline', async () => {
  const asked = ask('/held').catch((error: Error) => error.message);
  while (held.length === 0) await new Promise(setImmediate);
  const cuts: string[] = [];
  await drain(server, options(cuts, 10));
  expect(cuts).toEqual(['cut']);
  expect(await asked).toBe('socket hang up');
});

test('a server that does not listen is drained already', async () => {
  await drain(createServer(), options());
});
