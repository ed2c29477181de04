import { createSocket, type Socket } from 'node:dgram';
import * as dnsPacket from 'dns-packet';
import { CachingResolver } from '../../../lib/twin/clients/caching-resolver';
import { VirtualClock } from '../virtual-clock';

const TTL_SEC = 60;

let server: Socket;
let asked: number;

beforeEach(async () => {
  asked = 0;
  server = createSocket('udp4');
  server.on('message', (message, from) => {
    asked += 1;
    const { id, questions } = dnsPacket.decode(message);
    const name = questions?.[0]?.name ?? '';
    const known = name === 'code.example.org';
    const answer = dnsPacket.encode({
      type: 'response',
      id: id ?? 0,
      flags: known ? 0 : 3,
      questions: questions ?? [],
      answers: known ? [{ type: 'A', name, ttl: TTL_SEC, data: `198.18.0.${asked}` }] : [],
    });
    server.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, '127.0.0.1', resolve));
});

afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

describe('CachingResolver', () => {
  test('asks once and keeps the answer for its TTL on the twin clock', async () => {
    const clock = new VirtualClock();
    const resolver = new CachingResolver(clock, server.address().port);

    expect(await resolver.resolve('code.example.org')).toEqual(['198.18.0.1']);
    clock.advance(TTL_SEC - 0.001);
    expect(await resolver.resolve('code.example.org')).toEqual(['198.18.0.1']);
    clock.advance(0.001);
    expect(await resolver.resolve('code.example.org')).toEqual(['198.18.0.2']);
    expect(asked).toBe(2);
  });

  test('asks once for callers that come while the answer is on its way', async () => {
    const resolver = new CachingResolver(new VirtualClock(), server.address().port);

    await Promise.all([resolver.resolve('code.example.org'), resolver.resolve('code.example.org')]);

    expect(asked).toBe(1);
  });

  test('fails for a name that does not exist, and asks again the next time', async () => {
    const resolver = new CachingResolver(new VirtualClock(), server.address().port);

    await expect(resolver.resolve('no.example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver.resolve('no.example.org')).rejects.toMatchObject({ code: 'ENOTFOUND' });
    expect(asked).toBeGreaterThanOrEqual(2);
  });
});
