import { createHash, createPublicKey, verify } from 'node:crypto';
import { httpbis } from 'http-message-signatures';
import { Callers, LABORATORY } from '../../../lib/twin/callers/callers';
import { citizen, TOKEN_LIFE_SEC, TOKEN_REST_SEC } from '../../../lib/twin/callers/channel-tokens';
import { syntheticPerson } from '../../../lib/twin/clients/people';
import { ChannelTokens as VerifiedTokens } from '../../../service/channels/channel-tokens';
import { readKeyRegister } from '../../../service/keys/key-register';
import { PersonKeys } from '../../../service/people/person-key';
import { ManualClock } from '../../service/fixtures/manual-clock';
import { topologyOf } from '../topology-factory';

const AUDIENCE = 'https://code.example.org';
const PARTNER = 'partner.example.org';

function create() {
  const clock = new ManualClock();
  const topology = topologyOf({
    regions: ['ap-southeast-1'],
    environment: {
      KAPOK_CHANNELS: 'suikang,yueshengshi',
      KAPOK_ISSUER: AUDIENCE,
      KAPOK_CHANNEL_KEYS_SECRET: 'channel-keys',
      KAPOK_PARTNER_KEYS_SECRET: 'partner-keys',
    },
  });
  const callers = new Callers(topology, clock);
  const registerOf = (name: string) => {
    const keys = callers.registrations.find(({ secretName }) => secretName === name)?.entries;
    return readKeyRegister(JSON.stringify({ keys }), (kid) => {
      throw new Error(`the service cannot use ${kid}`);
    });
  };
  const verified = new VerifiedTokens({
    register: () => registerOf('channel-keys'),
    personKeys: new PersonKeys(Buffer.alloc(32)),
    clock,
    audience: AUDIENCE,
  });
  return { callers, clock, registerOf, verified };
}

test('the service can use every key that is registered, each under its owner', () => {
  const { callers, registerOf } = create();

  expect(callers.registrations.map(({ secretName }) => secretName)).toEqual([
    'channel-keys',
    'partner-keys',
  ]);
  const channels = registerOf('channel-keys');
  expect(channels.size).toBe(2);
  expect(channels.tryFind('suikang-1')?.owner).toMatchObject({ channel: 'suikang' });
  expect(registerOf('partner-keys').tryFind(`${LABORATORY}-1`)?.owner).toMatchObject({
    role: 'source',
    source: LABORATORY,
  });
  for (const { entries } of callers.registrations) {
    expect(JSON.stringify(entries)).not.toContain('"d"');
  }
});

test('a topology that names no registers has nothing to register', () => {
  const callers = new Callers(topologyOf({ regions: ['ap-southeast-1'] }), new ManualClock());
  expect(callers.registrations).toEqual([]);
});

test('the service knows a person by the token of a channel, and its name only masked', async () => {
  const { callers, verified } = create();
  const token = callers.tokens.tokenOf('suikang', citizen(syntheticPerson(7), '张小明'));

  expect(await verified.callerOf(token, 'suikang')).toMatchObject({
    scope: 'citizen',
    channel: 'suikang',
    name: expect.stringMatching(/^[^小明]+$/),
  });
  await expect(verified.callerOf(token, 'yueshengshi')).rejects.toThrow('of another channel');
});

test('gates and staff get tokens of their own scope', async () => {
  const { callers, verified } = create();
  const token = callers.tokens.tokenOf('suikang', { scope: 'checkpoint', sub: 'metro-line-3' });
  expect(await verified.callerOf(token, 'suikang')).toMatchObject({ venue: 'metro-line-3' });
});

test('a token is signed once and given out as long as it is fresh enough', async () => {
  const { callers, clock, verified } = create();
  const person = citizen(syntheticPerson(1));
  const first = callers.tokens.tokenOf('suikang', person);
  clock.advance(TOKEN_LIFE_SEC - TOKEN_REST_SEC - 1);
  expect(callers.tokens.tokenOf('suikang', person)).toBe(first);
  expect(callers.tokens.tokenOf('yueshengshi', person)).not.toBe(first);
  clock.advance(1);
  const second = callers.tokens.tokenOf('suikang', person);
  expect(second).not.toBe(first);
  expect(await verified.callerOf(second, 'suikang')).toMatchObject({ scope: 'citizen' });
});

test('fails for a channel that the plan does not have', () => {
  const { callers } = create();
  expect(() => callers.tokens.tokenOf('other', citizen(syntheticPerson(1)))).toThrow('no channel');
});

test('a request is signed as RFC 9421 says, over the digest of its body', async () => {
  const { callers, clock, registerOf } = create();
  const body = JSON.stringify({ records: [{ result: 'negative' }] });
  const request = { method: 'POST', name: PARTNER, path: '/records/visits', body } as const;
  const headers = await callers.laboratory.headersFor(request);
  const digest = createHash('sha256').update(body).digest('base64');

  expect(headers['content-digest']).toBe(`sha-256=:${digest}:`);
  expect(headers['signature-input']).toMatch(
    new RegExp(
      '^kapok=\\("@method" "@authority" "@path" "content-digest"\\);' +
        `created=${Math.floor(clock.now() / 1000)};nonce="[0-9a-f-]{36}";` +
        `keyid="${LABORATORY}-1";tag="kapok-records"$`,
    ),
  );
  const { key } = registerOf('partner-keys').tryFind(`${LABORATORY}-1`) ?? {};
  const isValid = (path: string) =>
    httpbis.verifyMessage(
      {
        keyLookup: async () => ({
          verify: async (data, signature) =>
            verify(
              'sha256',
              data,
              {
                key: createPublicKey(key!.export({ format: 'pem', type: 'spki' })),
                dsaEncoding: 'ieee-p1363',
              },
              signature,
            ),
        }),
        notAfter: new Date(clock.now() + 1_000),
      },
      { method: 'POST', url: `https://${PARTNER}${path}`, headers },
    );
  expect(await isValid('/records/visits')).toBe(true);
  expect(await isValid('/records/orders')).toBe(false);
});

test('each request has a nonce of its own, and one without a body no digest', async () => {
  const { callers } = create();
  const request = { method: 'GET', name: PARTNER, path: '/quarantine' } as const;
  const [one, other] = [
    await callers.laboratory.headersFor(request),
    await callers.laboratory.headersFor(request),
  ];
  expect(one?.['signature-input']).not.toBe(other?.['signature-input']);
  expect(Object.keys(one ?? {}).sort()).toEqual(['signature', 'signature-input']);
});
