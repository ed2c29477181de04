import crypto, { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { SignJWT } from 'jose';
import {
  CHANNEL_TOKEN_TYPE,
  ChannelTokens,
  TOKEN_LENGTH,
} from '../../../service/channels/channel-tokens';
import { TOKEN_LIFE_SECONDS, TOKEN_SKEW_SECONDS } from '../../../service/channels/token-claims';
import type { ServiceError } from '../../../service/errors/service-error';
import { type IKeyRegister, readKeyRegister } from '../../../service/keys/key-register';
import { PersonKeys } from '../../../service/people/person-key';
import { CALLER_KEYS, channelToken, REGISTER } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { ID_NUMBER } from '../fixtures/people';
import { SECRETS } from '../fixtures/secrets';

const AUDIENCE = 'https://code.code.example.org';
const personKeys = new PersonKeys(SECRETS.pepper);
const PERSON_KEY = personKeys.personKey({ idType: '10', idNumber: ID_NUMBER });

function tokens(register: () => IKeyRegister = () => REGISTER) {
  const clock = new ManualClock();
  return {
    clock,
    atMs: clock.now(),
    tokens: new ChannelTokens({ register, personKeys, clock, audience: AUDIENCE }),
  };
}

/** A token of any header and claims, signed by the key of suikang or another one. */
function forged(
  header: Record<string, unknown>,
  claims: Record<string, unknown>,
  key: KeyObject = CALLER_KEYS.suikang.privateKey,
): string {
  const now = Math.floor(new ManualClock().now() / 1000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const head = part({ alg: 'ES256', kid: 'suikang-1', typ: CHANNEL_TOKEN_TYPE, ...header });
  const body = part({
    iss: 'suikang',
    aud: AUDIENCE,
    sub: `10:${ID_NUMBER}`,
    scope: 'citizen',
    iat: now,
    exp: now + 900,
    ...claims,
  });
  const signature = sign('sha256', Buffer.from(`${head}.${body}`), {
    key,
    dsaEncoding: 'ieee-p1363',
  });
  return `${head}.${body}.${signature.toString('base64url')}`;
}

async function refusal(promise: Promise<unknown>): Promise<ServiceError> {
  return promise.then(
    () => {
      throw new Error('the token was taken');
    },
    (error) => error,
  );
}

test('a citizen is known by key and masked name', async () => {
  const { tokens: known, atMs } = tokens();
  expect(await known.callerOf(await channelToken({ atMs }), 'suikang')).toEqual({
    scope: 'citizen',
    channel: 'suikang',
    personKey: PERSON_KEY,
    name: '张**',
    expiresAtMs: atMs + (TOKEN_LIFE_SECONDS + TOKEN_SKEW_SECONDS) * 1000,
  });
});

test('people are known by every kind of document', async () => {
  const { tokens: known } = tokens();
  for (const sub of ['14:H12345678', '15:12345678', '20:e12345678', '34:ABC123456789012']) {
    const caller = await known.callerOf(forged({}, { sub }), 'suikang');
    expect(caller).toMatchObject({
      scope: 'citizen',
      personKey: expect.stringMatching(/^\w{64}$/),
    });
  }
});

test('checkpoints and staff are known by the names their channel has for them', async () => {
  const { tokens: known } = tokens();
  const gate = forged({}, { scope: 'checkpoint', sub: '地铁站 3 号口' });
  expect(await known.callerOf(gate, 'suikang')).toMatchObject({ venue: '地铁站 3 号口' });
  const staff = forged({}, { scope: 'staff', sub: 'nurse-7' });
  expect(await known.callerOf(staff, 'suikang')).toMatchObject({
    scope: 'staff',
    staff: 'nurse-7',
  });
});

test('a key of Ed25519 signs as well', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const kapok = { role: 'channel', channel: 'suikang', scopes: ['citizen'] };
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'ed-1', kapok };
  const register = readKeyRegister(JSON.stringify({ keys: [jwk] }), () => undefined);
  const { tokens: known, atMs } = tokens(() => register);
  const token = await new SignJWT({ scope: 'citizen', sub: `10:${ID_NUMBER}` })
    .setIssuer('suikang')
    .setAudience(['https://elsewhere.example.org', AUDIENCE])
    .setIssuedAt(atMs / 1000)
    .setExpirationTime(atMs / 1000 + 60)
    .setProtectedHeader({ alg: 'EdDSA', kid: 'ed-1', typ: CHANNEL_TOKEN_TYPE })
    .sign(privateKey);
  expect(await known.callerOf(token, 'suikang')).toMatchObject({ personKey: PERSON_KEY });
});

const now = Math.floor(new ManualClock().now() / 1000);
const OTHER_KEY = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

test.each<[string, string, string]>([
  ['is expired', forged({}, { iat: now - 960, exp: now - 60 }), 'KAPOK_TOKEN_EXPIRED'],
  ['lives a second too long', forged({}, { exp: now + 901 }), 'KAPOK_TOKEN_EXPIRED'],
  ['never expires', forged({}, { exp: undefined }), 'KAPOK_TOKEN_INVALID'],
  ['was never issued', forged({}, { iat: undefined }), 'KAPOK_TOKEN_INVALID'],
  ['counts time in fractions', forged({}, { exp: now + 0.5 }), 'KAPOK_TOKEN_INVALID'],
  ['is of the future', forged({}, { iat: now + 61, exp: now + 90 }), 'KAPOK_TOKEN_INVALID'],
  ['does not hold yet', forged({}, { nbf: now + 61 }), 'KAPOK_TOKEN_INVALID'],
  ['is for another service', forged({}, { aud: 'https://other' }), 'KAPOK_TOKEN_INVALID'],
  ['is for nobody', forged({}, { aud: undefined }), 'KAPOK_TOKEN_INVALID'],
  ['names another issuer', forged({}, { iss: 'yueshengshi' }), 'KAPOK_TOKEN_INVALID'],
  ['names nobody as issuer', forged({}, { iss: undefined }), 'KAPOK_TOKEN_INVALID'],
  ['is of another type', forged({ typ: 'JWT' }, {}), 'KAPOK_TOKEN_INVALID'],
  ['has no type', forged({ typ: undefined }, {}), 'KAPOK_TOKEN_INVALID'],
  ['has critical headers', forged({ crit: ['b64'], b64: false }, {}), 'KAPOK_TOKEN_INVALID'],
  ['says it needs no signature', forged({ alg: 'none' }, {}), 'KAPOK_TOKEN_INVALID'],
  ['is signed by a secret', forged({ alg: 'HS256' }, {}), 'KAPOK_TOKEN_INVALID'],
  ['names the algorithm of another key', forged({ alg: 'EdDSA' }, {}), 'KAPOK_TOKEN_INVALID'],
  ['names no key', forged({ kid: undefined }, {}), 'KAPOK_TOKEN_INVALID'],
  ['names a key that is no text', forged({ kid: { a: 1 } }, {}), 'KAPOK_TOKEN_INVALID'],
  ['names an unknown key', forged({ kid: 'nobody-1' }, {}), 'KAPOK_TOKEN_INVALID'],
  ['names the key of a laboratory', forged({ kid: 'lab-1' }, {}), 'KAPOK_TOKEN_INVALID'],
  ['is signed by another key', forged({}, {}, OTHER_KEY), 'KAPOK_TOKEN_INVALID'],
  [
    'is signed by a laboratory',
    forged({ kid: 'lab-1' }, {}, CALLER_KEYS.lab.privateKey),
    'KAPOK_TOKEN_INVALID',
  ],
  [
    'is of a channel that speaks for another',
    forged({ kid: 'yueshengshi-1' }, {}, CALLER_KEYS.yueshengshi.privateKey),
    'KAPOK_TOKEN_INVALID',
  ],
  ['has a scope nobody has', forged({}, { scope: 'admin' }), 'KAPOK_TOKEN_INVALID'],
  ['names nobody', forged({}, { sub: '' }), 'KAPOK_TOKEN_INVALID'],
  ['names a person without a type', forged({}, { sub: ID_NUMBER }), 'KAPOK_TOKEN_INVALID'],
  ['has a wrong ID number', forged({}, { sub: '10:110105194912310021' }), 'KAPOK_ID_NUMBER'],
  ['has more than an ID number', forged({}, { sub: `10:${ID_NUMBER}:x` }), 'KAPOK_ID_NUMBER'],
  ['has a number of another kind', forged({}, { sub: '10:E12345678' }), 'KAPOK_ID_NUMBER'],
  ['hides an ID number as a passport', forged({}, { sub: `20:${ID_NUMBER}` }), 'KAPOK_ID_NUMBER'],
  [
    'has an unknown kind of document',
    forged({}, { sub: `99:${ID_NUMBER}` }),
    'KAPOK_FIELD_INVALID',
  ],
  [
    'names staff by an ID number',
    forged({}, { scope: 'staff', sub: ID_NUMBER }),
    'KAPOK_TOKEN_INVALID',
  ],
  ['is oversized', forged({}, { pad: 'x'.repeat(TOKEN_LENGTH) }), 'KAPOK_TOKEN_INVALID'],
  ['has two parts', 'a.b', 'KAPOK_TOKEN_INVALID'],
  ['has four parts', `${forged({}, {})}.a`, 'KAPOK_TOKEN_INVALID'],
  ['has an empty signature', `${forged({}, {}).split('.', 2).join('.')}.`, 'KAPOK_TOKEN_INVALID'],
  ['is no base64', `*.${ID_NUMBER}.*`, 'KAPOK_TOKEN_INVALID'],
  ['has a list for a header', `W10.${forged({}, {}).split('.', 2)[1]}.aa`, 'KAPOK_TOKEN_INVALID'],
])('fails for a token that %s, without repeating it', async (_what, token, code) => {
  const { tokens: known } = tokens();
  const error = await refusal(known.callerOf(token, 'suikang'));
  expect(error.code).toBe(code);
  const told = JSON.stringify(error.toBody());
  for (const secret of [token, ID_NUMBER, ID_NUMBER.slice(0, 15), '110105194912310021']) {
    expect(told).not.toContain(secret);
  }
  expect(known.tryKnownCaller(token)).toBeUndefined();
});

test('fails for a signature that is written in another way', async () => {
  const token = forged({}, {});
  const { tokens: known } = tokens();
  const last = token.at(-1) as string;
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  // The last character of 64 bytes carries 2 bits; the other 4 say nothing.
  const twin = alphabet[alphabet.indexOf(last) + 1] as string;
  const error = await refusal(known.callerOf(token.slice(0, -1) + twin, 'suikang'));
  expect(error.code).toBe('KAPOK_TOKEN_INVALID');
});

test('fails for a scope that the channel’s key may not sign for', async () => {
  const { jwk } = CALLER_KEYS.suikang;
  const kapok = { role: 'channel', channel: 'suikang', scopes: ['checkpoint'] };
  const register = readKeyRegister(JSON.stringify({ keys: [{ ...jwk, kapok }] }), () => undefined);
  const { tokens: known, atMs } = tokens(() => register);
  const error = await refusal(known.callerOf(await channelToken({ atMs }), 'suikang'));
  expect(error).toMatchObject({ code: 'KAPOK_TOKEN_INVALID' });
});

test('fails at another channel, whether the token was seen before or not', async () => {
  const { tokens: known, atMs } = tokens();
  const token = await channelToken({ atMs });
  for (const _ of [1, 2]) {
    const error = await refusal(known.callerOf(token, 'yueshengshi'));
    expect(error.code).toBe('KAPOK_TOKEN_INVALID');
  }
  expect(await known.callerOf(token, 'suikang')).toBeDefined();
});

test('a token holds to the last second that a slow clock of the channel may give it', async () => {
  const { tokens: known, atMs, clock } = tokens();
  const token = await channelToken({ atMs });
  await known.callerOf(token, 'suikang');
  clock.advance(TOKEN_LIFE_SECONDS + TOKEN_SKEW_SECONDS - 1);
  expect(known.tryKnownCaller(token)).toBeDefined();
  clock.advance(1);
  expect(known.tryKnownCaller(token)).toBeUndefined();
  const error = await refusal(known.callerOf(token, 'suikang'));
  expect(error.code).toBe('KAPOK_TOKEN_EXPIRED');
});

describe('as registers are read again', () => {
  /** The keys of the tests, each another object than before, but for what is changed. */
  function reread(change: (keys: Record<string, unknown>[]) => unknown[] = (keys) => keys) {
    const keys = Object.values(CALLER_KEYS).map(({ jwk }) => ({ ...jwk }));
    return readKeyRegister(JSON.stringify({ keys: change(keys) }), () => undefined);
  }

  test('a token seen before is the same caller, without another signature check', async () => {
    let register: IKeyRegister = REGISTER;
    const { tokens: known, atMs } = tokens(() => register);
    const token = await channelToken({ atMs });
    const caller = await known.callerOf(token, 'suikang');
    const verify = jest.spyOn(crypto, 'verify');
    for (const next of [REGISTER, reread(), reread()]) {
      register = next;
      expect(known.tryKnownCaller(token)).toBe(caller);
      expect(await known.callerOf(token, 'suikang')).toBe(caller);
    }
    expect(verify).not.toHaveBeenCalled();
  });

  test.each<[string, (keys: Record<string, unknown>[]) => unknown[]]>([
    ['left the register', (keys) => keys.filter(({ kid }) => kid !== 'suikang-1')],
    [
      'may sign for less',
      (keys) =>
        keys.map((key) =>
          key.kid === 'suikang-1'
            ? { ...key, kapok: { role: 'channel', channel: 'suikang', scopes: ['staff'] } }
            : key,
        ),
    ],
    [
      'is another one of the same name',
      (keys) =>
        keys.map((key) =>
          key.kid === 'suikang-1'
            ? { ...CALLER_KEYS.lab.jwk, kid: key.kid, kapok: key.kapok }
            : key,
        ),
    ],
  ])('a key that %s takes its tokens along', async (_what, change) => {
    let register: IKeyRegister = REGISTER;
    const { tokens: known, atMs } = tokens(() => register);
    const token = await channelToken({ atMs });
    await known.callerOf(token, 'suikang');
    register = reread(change);
    expect(known.tryKnownCaller(token)).toBeUndefined();
    const error = await refusal(known.callerOf(token, 'suikang'));
    expect(error.code).toBe('KAPOK_TOKEN_INVALID');
  });
});
