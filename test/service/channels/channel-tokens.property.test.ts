import { createPublicKey, sign } from 'node:crypto';
import * as fc from 'fast-check';
import { jwtVerify } from 'jose';
import {
  CHANNEL_TOKEN_TYPE,
  ChannelTokens,
  TOKENS_BYTES,
  TOKENS_KEPT,
} from '../../../service/channels/channel-tokens';
import { TOKEN_LIFE_SECONDS, TOKEN_SKEW_SECONDS } from '../../../service/channels/token-claims';
import { PersonKeys } from '../../../service/people/person-key';
import { CALLER_KEYS, REGISTER } from '../fixtures/callers';
import { ManualClock } from '../fixtures/manual-clock';
import { ID_NUMBER } from '../fixtures/people';
import { runs } from '../fixtures/runs';
import { SECRETS } from '../fixtures/secrets';

const AUDIENCE = 'https://code.code.example.org';
const clock = new ManualClock();
const now = Math.floor(clock.now() / 1000);
const PRIVATE = CALLER_KEYS.suikang.privateKey;
const PUBLIC = createPublicKey(PRIVATE);

function tokens(): ChannelTokens {
  const personKeys = new PersonKeys(SECRETS.pepper);
  return new ChannelTokens({ register: () => REGISTER, personKeys, clock, audience: AUDIENCE });
}

function signed(header: object, claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const input = `${part(header)}.${part(claims)}`;
  const options = { key: PRIVATE, dsaEncoding: 'ieee-p1363' } as const;
  return `${input}.${sign('sha256', Buffer.from(input), options).toString('base64url')}`;
}

const seconds = fc.oneof(
  fc.integer({ min: now - 1_100, max: now + 1_100 }),
  fc.constantFrom(now - 960, now - 61, now - 60, now - 59, now, now + 60, now + 61, now + 900),
);

const anyToken = fc
  .record({
    typ: fc.constantFrom(CHANNEL_TOKEN_TYPE, CHANNEL_TOKEN_TYPE, CHANNEL_TOKEN_TYPE, 'JWT'),
    alg: fc.constantFrom('ES256', 'ES256', 'ES256', 'none', 'HS256'),
    aud: fc.constantFrom<unknown>(AUDIENCE, AUDIENCE, AUDIENCE, [AUDIENCE, 'x'], 'x', [], 7),
    iss: fc.constantFrom('suikang', 'suikang', 'suikang', 'suikang', 'yueshengshi'),
    iat: fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: now - 800, max: now }) },
      seconds,
      fc.constant('soon'),
    ),
    life: fc.oneof(
      fc.constant(900),
      fc.constantFrom(60, 901, -1),
      fc.integer({ min: 1, max: 2_000 }),
    ),
    nbf: fc.option(seconds, { nil: undefined, freq: 1 }),
    damage: fc.option(fc.nat(), { nil: undefined, freq: 1 }),
  })
  .map(({ typ, alg, aud, iss, iat, life, nbf, damage }) => {
    const exp = typeof iat === 'number' ? iat + life : now + life;
    const claims = { iss, aud, iat, exp, nbf, scope: 'citizen', sub: `10:${ID_NUMBER}` };
    const token = signed({ typ, alg, kid: 'suikang-1' }, claims);
    if (damage === undefined) return token;
    const at = damage % token.length;
    return token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
  });

/** What a known library says of the standard claims, with the rules that are ours beside it. */
async function isValidToJose(token: string): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, PUBLIC, {
      ...{ audience: AUDIENCE, issuer: 'suikang', algorithms: ['ES256'] },
      ...{ typ: CHANNEL_TOKEN_TYPE, currentDate: new Date(clock.now()) },
      ...{ clockTolerance: TOKEN_SKEW_SECONDS, requiredClaims: ['iat', 'exp'] },
    });
    const { iat = 0, exp = 0 } = payload;
    return exp - iat <= TOKEN_LIFE_SECONDS && iat <= now + TOKEN_SKEW_SECONDS;
  } catch {
    return false;
  }
}

/** Runs of the suite; in fewer it may be that no token is taken at all. */
const RUNS = 400;

/** Some 5 of 100 tokens are good: that of 400 fewer than 4 are happens once in 100,000 times. */
const LEAST_TAKEN = 0.01;

test('a token is taken exactly when a JOSE library takes it', async () => {
  const known = tokens();
  const tried = runs(RUNS);
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(anyToken, async (token) => {
      const isTaken = await known.callerOf(token, 'suikang').then(
        () => true,
        () => false,
      );
      taken += Number(isTaken);
      expect(isTaken).toBe(await isValidToJose(token));
      expect(known.tryKnownCaller(token) !== undefined).toBe(isTaken);
    }),
    { numRuns: tried },
  );
  if (tried >= RUNS) expect(taken / tried).toBeGreaterThanOrEqual(LEAST_TAKEN);
}, 180_000);

test('no text at all brings anything but a refusal of the caller', async () => {
  const known = tokens();
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.base64String().map((t) => `${t}.${t}.${t}`),
      ),
      async (token) => {
        const error = await known.callerOf(token, 'suikang').catch((thrown) => thrown);
        expect(error).toMatchObject({ code: 'KAPOK_TOKEN_INVALID', status: 401 });
      },
    ),
    { numRuns: runs(300) },
  );
});

test('tokens that are kept take a bounded memory, however long a channel makes them', () => {
  // A token is ASCII: a byte for each character.
  expect(TOKENS_BYTES).toBeLessThanOrEqual(105 * 2 ** 20);
  expect(TOKENS_KEPT * 800).toBe(TOKENS_BYTES);
});
