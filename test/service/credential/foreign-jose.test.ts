import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { compactVerify, createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { revocationItem } from '../../../service/revocation/revocation-item';
import { type TestApp, testApp } from '../fixtures/app';
import { ISSUER } from '../fixtures/credentials';

/** Nobody's number, for which a channel's canary asks. */
const CANARY = { idType: '10', idNumber: '440000185001010004' };

/** The distribution's own, where another comes first in the path. */
const PYTHONS = ['python3', '/usr/bin/python3'];

const PROGRAM = path.join(__dirname, 'verify-with-pyjwt.py');

/** What a running app gives to the world. */
interface Given {
  readonly jwks: Parameters<typeof createLocalJWKSet>[0];
  readonly issuer: string;
  readonly credential: string;
  readonly revocations: string;
  readonly forged: string;
  readonly nowMs: number;
}

let citizen: TestApp;
let given: Given;

beforeAll(async () => {
  citizen = await testApp('citizen');
  const nowMs = citizen.clock.now();
  await citizen.store.put(revocationItem('somebody', nowMs));
  for (const part of citizen.parts) part.start();
  await Promise.all(citizen.parts.map(({ ready }) => ready));
  const shown = { method: 'POST', url: '/channels/suikang/code', payload: CANARY } as const;
  const { credential } = (await citizen.http.send(shown)).json();
  const jwks = (await citizen.http.send('/.well-known/jwks.json')).json();
  const revocations = (await citizen.http.send('/.well-known/revocations')).body;
  given = { jwks, issuer: ISSUER, credential, revocations, forged: forgedOf(credential), nowMs };
});

afterAll(async () => {
  for (const part of citizen.parts) part.stop();
  await citizen.http.close();
});

function forgedOf(credential: string): string {
  const [header, , signature] = credential.split('.');
  const claims = { ...decodeJwt(credential), colour: 'green', exp: 4_102_444_800 };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

test('jose verifies a credential and the revocation list from the published keys alone', async () => {
  const keys = createLocalJWKSet(given.jwks);
  const options = { issuer: ISSUER, currentDate: new Date(given.nowMs) };
  const { payload } = await jwtVerify(given.credential, keys, { ...options, typ: 'JWT' });
  expect(payload).toMatchObject({ iss: ISSUER, channel: 'suikang' });
  const typ = 'kapok-revocations+jwt';
  await jwtVerify(given.revocations, keys, { ...options, typ });
  await expect(compactVerify(given.forged, keys)).rejects.toThrow('signature verification failed');
});

function pythonWithJwt(): string | undefined {
  const asks = 'import jwt.algorithms as a; assert a.has_crypto';
  return PYTHONS.find((python) => spawnSync(python, ['-c', asks]).status === 0);
}

test('PyJWT verifies a credential and the revocation list from the published keys alone', () => {
  const python = pythonWithJwt();
  if (python === undefined) {
    console.info('skipped: PyJWT is not installed');
    return;
  }
  const { status, stdout, stderr } = spawnSync(python, [PROGRAM], {
    input: JSON.stringify(given),
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    credential: decodeJwt(given.credential),
    revocations: decodeJwt(given.revocations),
    today: 'ExpiredSignatureError',
    forged: 'InvalidSignatureError',
  });
});
