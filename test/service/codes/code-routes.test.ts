import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { VALID_SECONDS } from '../../../service/credential/credential-issuer';
import { PersonKeys } from '../../../service/people/person-key';
import { type TestApp, testApp } from '../fixtures/app';
import { testFact, visitFact } from '../fixtures/facts';
import { ID_NUMBER } from '../fixtures/people';
import { SECRETS } from '../fixtures/secrets';

const PERSON_KEY = new PersonKeys(SECRETS.pepper).personKey({ idType: '10', idNumber: ID_NUMBER });

let citizen: TestApp;

beforeEach(async () => {
  citizen = await testApp('citizen');
});

afterEach(() => citizen.http.close());

function show(payload: object = { idType: '10', idNumber: ID_NUMBER }, channel = 'suikang') {
  return citizen.http.send({ method: 'POST', url: `/channels/${channel}/code`, payload });
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
  const code = response.json();
  expect(code).toEqual({
    colour: 'yellow',
    reason: { id: 'risk-area-stay', text: expect.any(String) },
    wayOut: {
      id: '3-days-2-tests',
      text: expect.any(String),
      testsDone: 0,
      testsNeeded: 2,
      endsAt: '2022-01-22T16:00:00.000Z',
    },
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
  expect(payload).toMatchObject({ colour: 'yellow', channel: 'suikang' });
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

test('a number typed another way is the same person', async () => {
  const response = await show({ idType: '10', idNumber: ' 110105 19491231 002x' });
  expect(response.json()).toMatchObject({ colour: 'unknown' });
});

test('fails with the list of channels for one that is not', async () => {
  const response = await show(undefined, 'nobody');
  expect(response.statusCode).toBe(404);
  expect(response.json().error).toMatchObject({
    code: 'KAPOK_CHANNEL_UNKNOWN',
    allowed: ['yueshengshi', 'suikang'],
  });
});

test.each([
  [
    'a wrong check digit',
    { idType: '10', idNumber: '110105194912310021' },
    'KAPOK_ID_NUMBER',
    'idNumber',
  ],
  [
    'a number of 15 digits',
    { idType: '10', idNumber: '110105491231002' },
    'KAPOK_ID_NUMBER',
    'idNumber',
  ],
  ['a number that is one', { idType: '10', idNumber: 1 }, 'KAPOK_FIELD_INVALID', 'idNumber'],
  [
    'an endless number',
    { idType: '10', idNumber: '1'.repeat(100) },
    'KAPOK_FIELD_INVALID',
    'idNumber',
  ],
  ['no number', { idType: '10' }, 'KAPOK_FIELD_MISSING', 'idNumber'],
  [
    'a type that is not taken',
    { idType: '99', idNumber: ID_NUMBER },
    'KAPOK_FIELD_INVALID',
    'idType',
  ],
  [
    'an unknown field',
    { idType: '10', idNumber: ID_NUMBER, name: 'x' },
    'KAPOK_FIELD_UNKNOWN',
    'name',
  ],
  ['a list', [], 'KAPOK_FIELD_INVALID', undefined],
])('fails for %s', async (_what, payload, code, field) => {
  const response = await show(payload);
  expect(response.statusCode).toBe(400);
  const { error } = response.json();
  expect(error).toMatchObject({ code, fix: expect.any(String), message: expect.any(String) });
  expect(error.field).toBe(field);
});

test('fails with 503 and a time to try again, never with a colour, when the store is away', async () => {
  citizen.facts.answers = () => false;
  const response = await show();
  expect(response.statusCode).toBe(503);
  expect(response.headers['retry-after']).toBe('2');
  expect(response.json().error.code).toBe('KAPOK_STORE_UNAVAILABLE');
  expect(response.body).not.toContain('colour');
});
