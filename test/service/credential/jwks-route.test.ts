import {
  JWKS_MAX_AGE_SECONDS,
  JWKS_PATH,
  JWKS_ROUTE,
} from '../../../service/credential/jwks-route';
import { createKeyRing } from '../../../service/credential/key-ring';
import { type TestApp, testApp } from '../fixtures/app';
import { SECRETS } from '../fixtures/secrets';

let citizen: TestApp;

beforeEach(async () => {
  citizen = await testApp('citizen');
});

afterEach(() => citizen.http.close());

test('publishes what its own schema says, for five minutes', async () => {
  const response = await citizen.http.send(JWKS_PATH);
  expect(response.statusCode).toBe(200);
  expect(response.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': `public, max-age=${JWKS_MAX_AGE_SECONDS}`,
    etag: expect.stringMatching(/^"[\w-]{22}"$/),
  });
  expect(JWKS_ROUTE.answer.parse(response.json())).toEqual(response.json());
  const { jwks } = await createKeyRing(SECRETS.signingKeys);
  expect(response.body).toBe(jwks);
});

test.each([
  ['the same tag', (etag: string) => etag],
  ['it among others', (etag: string) => `"other", W/${etag}`],
  ['any', () => '*'],
])('whoever has %s is not sent the keys again', async (_, known) => {
  const etag = String((await citizen.http.send(JWKS_PATH)).headers.etag);
  const headers = { 'if-none-match': known(etag) };
  const again = await citizen.http.send({ url: JWKS_PATH, headers });
  expect(again).toMatchObject({ statusCode: 304, body: '' });
  expect(again.headers.etag).toBe(etag);
  const other = await citizen.http.send({ url: JWKS_PATH, headers: { 'if-none-match': '"x"' } });
  expect(other.statusCode).toBe(200);
});
