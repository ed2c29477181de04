import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { CANARY_PERSON as ASKED_BY_CANARIES } from '../../../lambda/channel-canary/canary-person';
import { CANARY_PERSON } from '../../../service/codes/canary-caller';
import { SHOW_CODE } from '../../../service/codes/code-specs';
import { DEVICE_HEADER } from '../../../service/codes/device-key';
import { SHOW_STORED_RETRY_SECONDS } from '../../../service/codes/show-stored';
import { VALID_SECONDS } from '../../../service/credential/credential-issuer';
import { PersonKeys } from '../../../service/people/person-key';
import { type TestApp, testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';
import { testFact, visitFact } from '../fixtures/facts';
import { ID_NUMBER } from '../fixtures/people';
import { SECRETS } from '../fixtures/secrets';

const PERSON_KEY = new PersonKeys(SECRETS.pepper).personKey({ idType: '10', idNumber: ID_NUMBER });

let citizen: TestApp;

beforeEach(async () => {
  citizen = await testApp('citizen');
});

afterEach(() => citizen.http.close());

interface Asked {
  readonly channel?: 'suikang' | 'yueshengshi';
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly claims?: object;
}

/** Asks as a phone does: with a token of its channel and without a body. */
async function show({ channel = 'suikang', path = 'code', headers = {}, claims }: Asked = {}) {
  const token = await channelToken({ channel, atMs: citizen.clock.now(), ...claims });
  return citizen.http.send({
    method: 'POST',
    url: `/channels/${channel}/${path}`,
    headers: { authorization: `Bearer ${token}`, ...headers },
  });
}

/** Asks as a canary does: with a body and without a token. */
function sing(payload: object = CANARY_PERSON, channel = 'suikang', path = 'code') {
  return citizen.http.send({ method: 'POST', url: `/channels/${channel}/${path}`, payload });
}

test('shows the code with its limits and a credential that says the same', async () => {
  const stay = visitFact('440303', '2022-01-08T09:00:00+08:00', '2022-01-08T18:30:00+08:00');
  await citizen.facts.append({ ...stay, personKey: PERSON_KEY });
  const response = await show();
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  expect(response.headers.age).toBeUndefined();
  const code = response.json();
  const text = { en: expect.any(String), zh: expect.any(String) };
  expect(SHOW_CODE.answer.strict().safeParse(code).error).toBeUndefined();
  expect(code).toEqual({
    colour: 'yellow',
    reason: { id: 'risk-area-stay', text },
    wayOut: {
      id: '3-days-2-tests',
      text: expect.objectContaining({ en: expect.any(String), zh: expect.any(String) }),
      testsDone: 0,
      testsNeeded: 2,
      endsAt: '2022-01-22T16:00:00.000Z',
    },
    appeal: '/channels/suikang/appeals',
    name: '张**',
    vaccination: { state: 'no-record' },
    ruleVersion: '2022-01-10.1',
    asOf: '2022-01-10T00:31:00.000Z',
    freshUntil: '2022-01-10T01:01:00.000Z',
    validUntil: '2022-01-11T00:31:00.000Z',
    credential: expect.any(String),
  });
  const jwks = (await citizen.http.send('/.well-known/jwks.json')).json();
  const { payload } = await jwtVerify(code.credential, createLocalJWKSet(jwks), {
    currentDate: new Date(citizen.clock.now()),
  });
  expect(payload).toMatchObject({ colour: 'yellow', channel: 'suikang', name: '张**' });
});

describe('as the colour changes', () => {
  const CHANGE = '2022-01-10T08:31:10.000+08:00';

  async function shownAt(msBefore: number, resultsAt: readonly string[]) {
    for (const [at, resultAt] of resultsAt.entries()) {
      const result = at === 0 ? 'positive' : 'negative';
      const found = testFact(result, '2022-01-10T02:00:00+08:00', resultAt);
      await citizen.facts.append({ ...found, personKey: PERSON_KEY });
    }
    citizen.clock.advance(10 - msBefore / 1000);
    // A copy from before the change must not stand in for it either.
    const code = (await show()).json();
    const claims = decodeJwt(code.credential) as { iat: number; exp: number; colour: string };
    expect(claims.colour).toBe(code.colour);
    expect(claims.iat * 1000).toBeLessThanOrEqual(citizen.clock.now());
    expect(claims.exp * 1000 - citizen.clock.now()).toBeGreaterThanOrEqual(1_000);
    return { colour: code.colour, lastsSec: claims.exp - Date.parse(CHANGE) / 1000 };
  }

  test.each([
    [1_001, 'unknown', 0],
    [1_000, 'unknown', 0],
    [999, 'red', VALID_SECONDS - 1],
    [1, 'red', VALID_SECONDS - 1],
    [0, 'red', VALID_SECONDS],
  ])('no credential is born expired: %s ms before it is %s', async (msBefore, colour, lastsSec) => {
    expect(await shownAt(msBefore, [CHANGE])).toEqual({ colour, lastsSec });
  });

  test('a second change on the heels of the first one counts too', async () => {
    const first = '2022-01-10T08:31:09.900+08:00';
    expect(await shownAt(300, [CHANGE, first])).toMatchObject({ colour: 'red' });
  });
});

test('a copy has its age, and a refresh is made anew', async () => {
  await show();
  citizen.clock.advance(10);
  expect((await show()).headers.age).toBe('10');
  expect((await show({ path: 'code/refresh' })).headers.age).toBeUndefined();
  expect((await show()).headers.age).toBe('0');
});

test('the credential is bound to the phone that sends its key', async () => {
  const device = 'A3'.padEnd(44, '_');
  const { credential } = (await show({ headers: { [DEVICE_HEADER]: device } })).json();
  expect(decodeJwt(credential).cnf).toEqual({ dev: device });
  expect(decodeJwt((await show()).json().credential).cnf).toBeUndefined();
});

test('fails for a key that is none', async () => {
  const response = await show({ headers: { [DEVICE_HEADER]: 'key' } });
  expect(response.statusCode).toBe(400);
  expect(response.json().error).toMatchObject({
    code: 'KAPOK_FIELD_INVALID',
    field: DEVICE_HEADER,
  });
});

test.each(['code', 'code/refresh'])('fails for a member that is none: %s', async (path) => {
  const response = await show({ path: `${path}?member=m1` });
  expect(response.statusCode).toBe(404);
  expect(response.json().error).toMatchObject({ code: 'KAPOK_MEMBER_UNKNOWN', field: 'member' });
});

test.each([
  ['an unknown question', 'code?who=1', 'KAPOK_FIELD_UNKNOWN'],
  ['an empty member', 'code?member=', 'KAPOK_FIELD_INVALID'],
  ['an endless member', `code?member=${'1'.repeat(129)}`, 'KAPOK_FIELD_INVALID'],
  ['two members', 'code?member=1&member=2', 'KAPOK_FIELD_INVALID'],
])('fails for %s', async (_what, path, code) => {
  const response = await show({ path });
  expect([response.statusCode, response.json().error.code]).toEqual([400, code]);
});

test('fails for a token that is for something else', async () => {
  const response = await show({ claims: { scope: 'checkpoint', sub: 'metro' } });
  expect([response.statusCode, response.json().error.code]).toEqual([403, 'KAPOK_SCOPE']);
});

describe('a canary', () => {
  test('asks for the person that this service lets it ask for', () => {
    expect(ASKED_BY_CANARIES).toEqual(CANARY_PERSON);
  });

  test('gets the code of nobody without a token', async () => {
    const response = await sing();
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({ colour: 'unknown', credential: expect.any(String) });
  });

  test.each([
    ['somebody', { idType: '10', idNumber: ID_NUMBER }, 'code'],
    ['nobody and more', { ...CANARY_PERSON, name: 'x' }, 'code'],
    ['a list', [], 'code'],
    ['a refresh', CANARY_PERSON, 'code/refresh'],
    ['a member of nobody', CANARY_PERSON, 'code/refresh?member=m1'],
  ])('fails to ask for %s', async (_what, payload, path) => {
    const response = await sing(payload, 'suikang', path);
    expect([response.statusCode, response.json().error.code]).toEqual([401, 'KAPOK_TOKEN_MISSING']);
    expect(citizen.facts.calls).toBe(0);
  });

  test.each([
    ['a key of a phone', '', { [DEVICE_HEADER]: 'A3'.padEnd(44, '_') }],
    ['what is no key', '', { [DEVICE_HEADER]: 'key' }],
    ['a member', '?member=m1', {}],
  ])('gets the same code for nobody, and costs no more, with %s', async (_what, query, headers) => {
    const first = (await sing()).json();
    const response = await citizen.http.send({
      method: 'POST',
      url: `/channels/suikang/code${query}`,
      headers,
      payload: CANARY_PERSON,
    });
    expect([response.statusCode, response.headers.age]).toEqual([200, '0']);
    expect(response.json()).toEqual(first);
    expect(decodeJwt(first.credential).cnf).toBeUndefined();
    expect(citizen.facts.calls).toBe(1);
  });

  test.each(['Bearer x', 'Bearer ', 'Basic x', ''])(
    'fails like anybody with a token that is none: %j',
    async (authorization) => {
      const response = await citizen.http.send({
        method: 'POST',
        url: '/channels/suikang/code',
        headers: { authorization },
        payload: CANARY_PERSON,
      });
      expect(response.statusCode).toBe(401);
      expect(citizen.facts.calls).toBe(0);
    },
  );

  test('gets its own code with a token, whatever body goes with it', async () => {
    const token = await channelToken({ channel: 'suikang', atMs: citizen.clock.now() });
    const response = await citizen.http.send({
      method: 'POST',
      url: '/channels/suikang/code',
      headers: { authorization: `Bearer ${token}` },
      payload: CANARY_PERSON,
    });
    expect(response.json()).toMatchObject({ name: '张**' });
  });

  test('fails with the list of channels for one that is not', async () => {
    const response = await sing(CANARY_PERSON, 'nobody');
    expect(response.statusCode).toBe(404);
    expect(response.json().error).toMatchObject({
      code: 'KAPOK_CHANNEL_UNKNOWN',
      allowed: ['yueshengshi', 'suikang'],
    });
  });
});

test('fails with the advice to show the stored code, never with a colour, when the store is away', async () => {
  citizen.facts.answers = () => false;
  const response = await show();
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe(String(SHOW_STORED_RETRY_SECONDS * 1.5));
  expect(response.json().error.code).toBe('KAPOK_SHOW_STORED');
  expect(response.body).not.toContain('colour');
});
