import {
  createLocalJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  type JSONWebKeySet,
  jwtVerify,
} from 'jose';
import {
  CredentialIssuer,
  FRESH_SECONDS,
  outlivesSigning,
  VALID_SECONDS,
} from '../../../service/credential/credential-issuer';
import { createKeyRing } from '../../../service/credential/key-ring';
import { PersonKeys } from '../../../service/people/person-key';
import type { Decision } from '../../../service/rules/decision';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { readSigningKeys, type SigningKeySet } from '../../../service/secrets/secret-values';
import { privateJwk, SECRETS } from '../fixtures/secrets';

const ISSUER = 'https://code.code.example.org';
const NOW = Date.parse('2022-01-10T08:31:00.700+08:00');
const IAT = Date.parse('2022-01-10T08:31:00+08:00') / 1000;
const PERSON = 'ab'.repeat(32);
const GREEN: Decision = {
  colour: 'green',
  reason: { id: 'no-known-risk', text: { en: 'no risk is known', zh: '未发现风险' } },
  ruleVersion: '2022-01-10.1',
  riskAreasVersion: '2022-01-10.1',
  vaccination: { state: 'no-record' },
};

async function issuerAndKeys(signingKeys: SigningKeySet = SECRETS.signingKeys) {
  const keyRings = { ring: await createKeyRing(signingKeys) };
  const issuer = new CredentialIssuer({
    keyRings,
    personKeys: new PersonKeys(SECRETS.pepper),
    calendar: new LocalCalendar('Asia/Shanghai'),
    issuer: ISSUER,
  });
  return { issuer, keyRings, jwks: JSON.parse(keyRings.ring.jwks) as JSONWebKeySet };
}

const request = (decision = GREEN, nowMs = NOW) => ({
  personKey: PERSON,
  channel: 'suikang',
  decision,
  nowMs,
});

test('verifies with nothing but the published keys, and says what it should', async () => {
  const { issuer, jwks } = await issuerAndKeys();
  const { token } = await issuer.issue(request());
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
    issuer: ISSUER,
    algorithms: ['ES256'],
    currentDate: new Date(NOW),
  });
  expect(payload).toEqual({
    iss: ISSUER,
    sub: expect.stringMatching(/^[A-Za-z0-9_-]{11}$/),
    iat: IAT,
    exp: IAT + VALID_SECONDS,
    fresh: IAT + FRESH_SECONDS,
    colour: 'green',
    rules: '2022-01-10.1',
    channel: 'suikang',
  });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: 'key-2', typ: 'JWT' });
  expect(token).not.toContain(PERSON);
});

test('publishes the current, the next and the previous key, and the public half only', async () => {
  const { jwks } = await issuerAndKeys();
  expect(jwks.keys.map(({ kid }) => kid)).toEqual(['key-2', 'key-3', 'key-1']);
  for (const key of jwks.keys) {
    expect(Object.keys(key).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  }
});

test('a set from before rotation is published without a next key', async () => {
  const { jwks } = await issuerAndKeys({ ...SECRETS.signingKeys, next: undefined });
  expect(jwks.keys.map(({ kid }) => kid)).toEqual(['key-2', 'key-1']);
});

test.each([
  ['next', 'an instance has read the rotated keys and another not yet'],
  ['previous', 'an instance has not read the rotated keys and another has'],
])('a credential verifies where its key is the %s one: %s', async (there) => {
  const text = JSON.stringify({ current: privateJwk('moving'), previous: [] });
  const signer = readSigningKeys(text).current;
  const signing = await issuerAndKeys({ current: signer, previous: [] });
  const { token } = await signing.issuer.issue(request());
  const { current } = SECRETS.signingKeys;
  const { jwks } = await issuerAndKeys(
    there === 'next' ? { current, next: signer, previous: [] } : { current, previous: [signer] },
  );
  const options = { currentDate: new Date(NOW) };
  await expect(jwtVerify(token, createLocalJWKSet(jwks), options)).resolves.toBeDefined();
});

test('signs with the keys of the moment', async () => {
  const { issuer, keyRings } = await issuerAndKeys();
  const rotated = { current: privateJwk('key-3'), previous: [] };
  keyRings.ring = await createKeyRing(readSigningKeys(JSON.stringify(rotated)));
  const { token } = await issuer.issue(request());
  expect(decodeProtectedHeader(token).kid).toBe('key-3');
  const jwks = JSON.parse(keyRings.ring.jwks) as JSONWebKeySet;
  const options = { currentDate: new Date(NOW) };
  await expect(jwtVerify(token, createLocalJWKSet(jwks), options)).resolves.toBeDefined();
});

test('fails to verify once a claim was changed', async () => {
  const { issuer, jwks } = await issuerAndKeys();
  const [header, payload, signature] = (await issuer.issue(request())).token.split('.');
  const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, colour: 'red' })).toString('base64url');
  await expect(
    jwtVerify(`${header}.${forged}.${signature}`, createLocalJWKSet(jwks)),
  ).rejects.toThrow('signature verification failed');
});

test.each([
  ['in an hour', 3_600_000, 3_600, FRESH_SECONDS],
  ['in ten minutes', 600_000, 600, 600],
  ['in two days', 172_800_000, VALID_SECONDS, FRESH_SECONDS],
])('never lives past a change that comes %s', async (_when, inMs, valid, fresh) => {
  const { issuer } = await issuerAndKeys();
  const changing = { ...GREEN, nextChange: { atMs: NOW + inMs, colour: 'red' as const } };
  const { validUntil, freshUntil } = await issuer.issue(request(changing));
  expect(validUntil * 1000).toBeLessThanOrEqual(NOW + inMs);
  expect([validUntil - IAT, freshUntil - IAT]).toEqual([valid, fresh]);
});

test('the pseudonym changes at midnight of the plan’s time zone', async () => {
  const { issuer } = await issuerAndKeys();
  const subjectAt = async (time: string) => {
    const { token } = await issuer.issue(request(GREEN, Date.parse(time)));
    return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()).sub as string;
  };
  const day = await subjectAt('2022-01-10T00:00:00+08:00');
  expect(await subjectAt('2022-01-10T23:59:59+08:00')).toBe(day);
  expect(await subjectAt('2022-01-11T00:00:00+08:00')).not.toBe(day);
});

test.each([
  // NOW is 700 ms past its second.
  ['within the second', 299, false],
  ['as the second ends', 300, false],
  ['in the next second', 1_299, false],
  ['as the next second ends', 1_300, true],
  ['never', undefined, true],
])('a colour that changes %s can be signed or not: %s ms, %s', (_when, inMs, canBe) => {
  const nextChange = inMs === undefined ? undefined : { atMs: NOW + inMs, colour: 'red' as const };
  expect(outlivesSigning({ ...GREEN, nextChange }, NOW)).toBe(canBe);
});

test('binds the credential to a phone and names its holder, masked', async () => {
  const { issuer } = await issuerAndKeys();
  const device = 'Ag'.padEnd(44, 'a');
  const { token } = issuer.issue({ ...request(), name: '欧阳小明', device });
  expect(decodeJwt(token)).toMatchObject({ name: '欧***', cnf: { dev: device } });
  expect(issuer.issue({ ...request(), name: '欧***' }).token.split('.')[1]).toBe(
    issuer.issue({ ...request(), name: '欧阳小明' }).token.split('.')[1],
  );
});
