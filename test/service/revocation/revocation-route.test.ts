import { createKeyRing } from '../../../service/credential/key-ring';
import { revocationItem } from '../../../service/revocation/revocation-item';
import { JWT_TYPE } from '../../../service/revocation/revocation-list';
import {
  REVOCATIONS_MAX_AGE_SECONDS,
  REVOCATIONS_PATH,
  REVOCATIONS_RETRY_SECONDS,
} from '../../../service/revocation/revocation-route';
import { OfflineVerifier } from '../../../service/web/verify/offline-verifier';
import { type TestApp, testApp } from '../fixtures/app';
import { credential, ISSUER } from '../fixtures/credentials';
import { SECRETS } from '../fixtures/secrets';

let citizen: TestApp;

beforeEach(async () => {
  citizen = await testApp('citizen');
});

afterEach(async () => {
  for (const part of citizen.parts) part.stop();
  await citizen.http.close();
});

async function start(): Promise<void> {
  for (const part of citizen.parts) part.start();
  await Promise.all(citizen.parts.map(({ ready }) => ready));
}

test('what is published is all that a verifier needs offline', async () => {
  const nowMs = citizen.clock.now();
  await citizen.store.put(revocationItem('red-since', nowMs));
  await start();
  const jwks = (await citizen.http.send('/.well-known/jwks.json')).json();
  const response = await citizen.http.send(REVOCATIONS_PATH);
  expect(response.headers).toMatchObject({
    'content-type': JWT_TYPE,
    'cache-control': `public, max-age=${REVOCATIONS_MAX_AGE_SECONDS}`,
  });
  const stored = { jwks, jwksAtMs: nowMs, revocations: response.body };
  const verifier = await OfflineVerifier.open(stored, { issuer: ISSUER, nowMs });
  const ring = await createKeyRing(SECRETS.signingKeys);
  const stateOf = async (sub: string, iat: number) =>
    (await verifier.verify(await credential(ring, { sub, iat }), nowMs)).state;
  expect(await stateOf('red-since', nowMs / 1000)).toBe('revoked');
  expect(await stateOf('red-since', nowMs / 1000 + 1)).toBe('valid');
  expect(await stateOf('still-green', nowMs / 1000)).toBe('valid');
});

test('whoever has the list is not sent it again', async () => {
  await start();
  const { etag } = (await citizen.http.send(REVOCATIONS_PATH)).headers;
  const headers = { 'if-none-match': String(etag) };
  const again = await citizen.http.send({ url: REVOCATIONS_PATH, headers });
  expect(again).toMatchObject({ statusCode: 304, body: '' });
});

test('fails before the list was read: an empty one would say that nobody is revoked', async () => {
  citizen.store.answers = false;
  for (const part of citizen.parts) part.start();
  const response = await citizen.http.send(REVOCATIONS_PATH);
  expect(response.statusCode).toBe(503);
  // The chance of these tests is one half.
  expect(response.headers['retry-after']).toBe(String(Math.ceil(REVOCATIONS_RETRY_SECONDS * 1.5)));
  expect(response.json().error.code).toBe('KAPOK_STORE_UNAVAILABLE');
});
