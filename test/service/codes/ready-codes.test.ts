import type { IncomingMessage } from 'node:http';
import type { ChannelCaller } from '../../../service/channels/channel-caller';
import { DEVICE_HEADER } from '../../../service/codes/device-key';
import { CODE_FRESH_SECONDS, STALE_IF_ERROR_SECONDS } from '../../../service/codes/freshness';
import { ReadyCodes } from '../../../service/codes/ready-codes';
import { PERSON, settled, type TestCodes, testCodes } from '../fixtures/codes';

const CITIZEN: ChannelCaller = {
  scope: 'citizen',
  channel: 'suikang',
  personKey: PERSON,
  expiresAtMs: Number.POSITIVE_INFINITY,
};
const CALLERS: Readonly<Record<string, ChannelCaller>> = {
  citizen: CITIZEN,
  gate: { scope: 'checkpoint', channel: 'suikang', venue: 'metro', expiresAtMs: 1 },
};
const DEVICE = 'Ag'.padEnd(44, 'a');

let world: TestCodes;
let ready: ReadyCodes;

beforeEach(async () => {
  world = await testCodes();
  ready = new ReadyCodes({
    codes: world.codes,
    tokens: {
      tryKnownCaller: (token) => CALLERS[token],
      callerOf: () => Promise.reject(new Error('not for a ready answer')),
    },
  });
});

function tryAnswer(headers: Record<string, string>, channel = 'suikang', query = '') {
  const url = `/channels/${channel}/code${query}`;
  return ready.tryAnswer({ url, headers } as unknown as IncomingMessage, channel);
}

test('a copy is answered byte for byte, with its age', async () => {
  const { body } = await world.codes.show({ personKey: PERSON, channel: 'suikang' });
  world.clock.advance(3.5);
  expect(tryAnswer({ authorization: 'Bearer citizen' })).toEqual({ body, ageSeconds: 3 });
});

test('a copy for one phone is not for another', async () => {
  await world.ask({ device: DEVICE });
  const headers = { authorization: 'Bearer citizen' };
  expect(tryAnswer(headers)).toBeUndefined();
  expect(tryAnswer({ ...headers, [DEVICE_HEADER]: DEVICE })).toBeDefined();
});

test.each(['?member=Hht2tFywCW9r', '?member', '?'])(
  'fails to find the own code ready where another is asked for: %s',
  async (query) => {
    await world.ask();
    const headers = { authorization: 'Bearer citizen' };
    expect(tryAnswer(headers)).toBeDefined();
    expect(tryAnswer(headers, 'suikang', query)).toBeUndefined();
  },
);

test('a copy that is a little old is renewed behind the answer', async () => {
  await world.ask();
  world.clock.advance(CODE_FRESH_SECONDS);
  expect(tryAnswer({ authorization: 'Bearer citizen' })?.ageSeconds).toBe(CODE_FRESH_SECONDS);
  await settled();
  expect(tryAnswer({ authorization: 'Bearer citizen' })?.ageSeconds).toBe(0);
});

test('from L3 on an older copy will do', async () => {
  await world.ask();
  world.clock.advance(STALE_IF_ERROR_SECONDS - 1);
  expect(tryAnswer({ authorization: 'Bearer citizen' })).toBeUndefined();
  world.level = 3;
  expect(tryAnswer({ authorization: 'Bearer citizen' })).toBeDefined();
});

test.each<[string, Record<string, string>, string]>([
  ['no token', {}, 'suikang'],
  ['another scheme', { authorization: 'Basic citizen' }, 'suikang'],
  ['a token not seen before', { authorization: 'Bearer other' }, 'suikang'],
  ['a token of somebody else', { authorization: 'Bearer gate' }, 'suikang'],
  ['another channel', { authorization: 'Bearer citizen' }, 'yueshengshi'],
  ['a name of every object', { authorization: 'Bearer __proto__' }, 'suikang'],
])('leaves to the route: %s', async (_what, headers, channel) => {
  await world.ask();
  expect(tryAnswer(headers, channel)).toBeUndefined();
});
