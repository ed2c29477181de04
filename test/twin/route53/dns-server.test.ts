import { execFile, execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { Resolver } from 'node:dns/promises';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';
import { decode, encode, streamEncode } from 'dns-packet';
import { DnsPortError, DnsServer } from '../../../lib/twin/route53/dns-server';
import type { ZoneAnswer } from '../../../lib/twin/route53/hosted-zone';

const NAME = 'code.code.example.org';
const ADDRESSES = ['198.18.1.1', '198.18.1.2'];
const MANY = Array.from({ length: 60 }, (_, index) => `198.18.9.${index}`);

const zone = {
  zoneName: 'code.example.org',
  answer(name: string, type: string): ZoneAnswer {
    if (type !== 'A') return { rcode: 'NOERROR', answers: [], ttl: 0 };
    if (name.startsWith('nobody')) return { rcode: 'NXDOMAIN', answers: [], ttl: 0 };
    return { rcode: 'NOERROR', answers: name.startsWith('many') ? MANY : ADDRESSES, ttl: 60 };
  },
};

const question = (name: string, id = 1) =>
  encode({ type: 'query', id, questions: [{ name, type: 'A' }] });

let server: DnsServer;
beforeEach(async () => {
  server = new DnsServer(zone);
  await server.listen();
});
afterEach(() => server.close());

async function overUdp(message: Buffer): Promise<Buffer> {
  const socket = createSocket('udp4');
  socket.send(message, server.port, '127.0.0.1');
  const [response] = (await once(socket, 'message')) as [Buffer];
  socket.close();
  return response;
}

/** Writes chunks, waits for `count` framed responses, and returns them. */
async function overTcp(chunks: readonly Buffer[], count: number): Promise<Buffer[]> {
  const socket = connect(server.port, '127.0.0.1');
  socket.setNoDelay(true);
  for (const chunk of chunks) await new Promise((resolve) => socket.write(chunk, resolve));
  const responses: Buffer[] = [];
  let received: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    received = Buffer.concat([received, chunk as Buffer]);
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const end = 2 + received.readUInt16BE(0);
      responses.push(received.subarray(2, end));
      received = received.subarray(end);
    }
    if (responses.length >= count) break;
  }
  return responses;
}

const framed = (message: Buffer) => streamEncode(decode(message));

test('a question over UDP is answered with every address', async () => {
  const { id, answers, flag_aa } = decode(await overUdp(question(NAME, 99)));
  expect({ id, flag_aa }).toEqual({ id: 99, flag_aa: true });
  expect(answers).toMatchObject(ADDRESSES.map((data) => ({ type: 'A', ttl: 60, data })));
});

test('several questions on one TCP connection, cut anywhere, are answered in order', async () => {
  const bytes = Buffer.concat([1, 2, 3].map((id) => framed(question(NAME, id))));
  const chunks = [bytes.subarray(0, 1), bytes.subarray(1, 50), bytes.subarray(50)];
  const responses = await overTcp(chunks, 3);
  expect(responses.map((response) => decode(response).id)).toEqual([1, 2, 3]);
  expect(decode(responses[0] ?? Buffer.alloc(0)).answers).toHaveLength(2);
});

test('what UDP truncates TCP answers in full', async () => {
  const message = question('many.code.example.org');
  expect(decode(await overUdp(message))).toMatchObject({ flag_tc: true, answers: [] });
  const [response] = await overTcp([framed(message)], 1);
  expect(decode(response ?? Buffer.alloc(0)).answers).toHaveLength(60);
});

test('garbage over UDP gets FORMERR and the server goes on', async () => {
  const garbage = Buffer.from('0123000000010000000000003fffffff', 'hex');
  expect(decode(await overUdp(garbage))).toMatchObject({ id: 0x123, rcode: 'FORMERR' });
  expect(decode(await overUdp(question(NAME))).answers).toHaveLength(2);
});

test('garbage over TCP ends the connection or gets FORMERR, and the server goes on', async () => {
  expect(await overTcp([Buffer.from([0, 3, 1, 2, 3])], 1)).toEqual([]);
  const unreadable = Buffer.from('00100123000000010000000000003fffffff', 'hex');
  const [response] = await overTcp([unreadable], 1);
  expect(decode(response ?? Buffer.alloc(0))).toMatchObject({ rcode: 'FORMERR' });
  expect(await overTcp([framed(question(NAME))], 1)).toHaveLength(1);
});

test("Node's own resolver understands the answers and the refusals", async () => {
  const resolver = new Resolver();
  resolver.setServers([`127.0.0.1:${server.port}`]);
  const records = await resolver.resolve4(NAME, { ttl: true });
  expect(records).toEqual(ADDRESSES.map((address) => ({ address, ttl: 60 })));
  expect(await resolver.resolve4('many.code.example.org')).toHaveLength(60);
  await expect(resolver.resolve4('nobody.code.example.org')).rejects.toMatchObject({
    code: 'ENOTFOUND',
  });
  await expect(resolver.resolve6(NAME)).rejects.toMatchObject({ code: 'ENODATA' });
});

test('dig understands the answers over UDP and TCP', async () => {
  if (!installed('dig')) {
    console.info('dig is not installed on this machine; the questions above stand for it');
    return;
  }
  for (const transport of ['+notcp', '+tcp']) {
    const { stdout } = await promisify(execFile)('dig', [
      ...['@127.0.0.1', '-p', String(server.port), '+short', transport, NAME, 'A'],
    ]);
    expect(stdout.trim().split('\n').sort()).toEqual(ADDRESSES);
  }
});

function installed(program: string): boolean {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('TTLs are divided by the rate it is told', async () => {
  await server.close();
  server = new DnsServer(zone, { ttlRate: 20 });
  await server.listen();
  expect(decode(await overUdp(question(NAME))).answers).toMatchObject([{ ttl: 3 }, { ttl: 3 }]);
});

test('close ends open connections, frees the port and may be called again', async () => {
  const { port } = server;
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const ended = once(socket, 'close');
  await server.close();
  await ended;
  await server.close();
  expect(server.port).toBe(0);
  await server.listen(port);
  expect(server.port).toBe(port);
});

test('close during listen waits for it and leaves nothing open', async () => {
  const early = new DnsServer(zone);
  const listening = early.listen();
  await early.close();
  await listening;
  expect(early.port).toBe(0);
});

test('fails for a port that is taken, over UDP or over TCP, and leaves the other half free', async () => {
  await expect(new DnsServer(zone).listen(server.port)).rejects.toThrow(DnsPortError);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as { port: number };
  const second = new DnsServer(zone);
  await expect(second.listen(port)).rejects.toMatchObject({
    code: 'KAPOK_DNS_PORT_IN_USE',
    got: port,
  });
  await new Promise((resolve) => other.close(resolve));
  await second.listen(port);
  expect(second.port).toBe(port);
  await second.close();
});
