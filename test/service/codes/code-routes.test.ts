import { createLocalJWKSet, jwtVerify } from 'jose';
import { PersonKeys } from '../../../service/people/person-key';
import { type TestApp, testApp } from '../fixtures/app';
import { visitFact } from '../fixtures/facts';
import { ID_NUMBER } from '../fixtures/people';
import { SECRETS } from '../fixtures/secrets';

let citizen: TestApp;

beforeEach(async () => {
  citizen = await testApp('citizen');
});

afterEach(() => citizen.http.close());

function show(payload: object = { idType: '10', idNumber: ID_NUMBER }, channel = 'suikang') {
  return citizen.http.send({ method: 'POST', url: `/channels/${channel}/code`, payload });
}

test('shows the code with its limits and a credential that says the same', async () => {
  const personKey = new PersonKeys(SECRETS.pepper).personKey({
    idType: '10',
    idNumber: ID_NUMBER,
  });
  const stay = visitFact('440303', '2022-01-08T09:00:00+08:00', '2022-01-08T18:30:00+08:00');
  await citizen.facts.append({ ...stay, personKey });
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
