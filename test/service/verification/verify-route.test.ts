import * as fc from 'fast-check';
import { createKeyRing, type KeyRing } from '../../../service/credential/key-ring';
import { signPaper } from '../../../service/paper/paper-token';
import { revocationItem } from '../../../service/revocation/revocation-item';
import { VERIFY_BODY_LIMIT, VERIFY_ROUTE } from '../../../service/verification/verify-route';
import { QR_TEXT_LENGTH } from '../../../service/web/verify/qr-text';
import { type TestApp, testApp } from '../fixtures/app';
import { channelToken } from '../fixtures/callers';
import { CLAIMS, credential, ISSUED_AT, Phone } from '../fixtures/credentials';
import { ID_NUMBER } from '../fixtures/people';
import { runs } from '../fixtures/runs';
import { SECRETS } from '../fixtures/secrets';

let citizen: TestApp;
let ring: KeyRing;

beforeAll(async () => {
  ring = await createKeyRing(SECRETS.signingKeys);
});

beforeEach(async () => {
  citizen = await testApp('citizen');
  await start();
});

afterEach(async () => {
  for (const part of citizen.parts) part.stop();
  await citizen.http.close();
});

async function start(): Promise<void> {
  for (const part of citizen.parts) part.start();
  await Promise.all(citizen.parts.map(({ ready }) => ready));
}

async function ask(body: object, { venue = 'gate-1', scope = 'checkpoint' } = {}) {
  const atMs = citizen.clock.now();
  const token = await channelToken({ scope, sub: venue, atMs });
  return citizen.http.send({
    method: 'POST',
    url: '/channels/suikang/verify',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    payload: JSON.stringify(body),
  });
}

async function verify(qr: string, venue?: string) {
  const response = await ask({ qr }, { ...(venue !== undefined && { venue }) });
  expect(response.statusCode).toBe(200);
  return VERIFY_ROUTE.answer.parse(response.json());
}

const ids = (warnings: readonly { id: string }[]) => warnings.map(({ id }) => id);

test('a code on paper is told from a forged one: staff read it', async () => {
  const paper = await signPaper(
    { ref: 'x'.repeat(200), iat: ISSUED_AT, exp: ISSUED_AT + 1 },
    { keyRings: { ring }, issuer: CLAIMS.iss },
  );
  expect(await verify(paper)).toEqual({
    state: 'paper',
    text: { en: expect.stringContaining('staff'), zh: expect.stringContaining('纸质') },
    warnings: [],
  });
});

test('shows colour, masked name and times of a code that holds, and texts in both languages', async () => {
  const response = await ask({ qr: await credential(ring) });
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.json()).toEqual({
    state: 'valid',
    text: { en: 'The code is genuine.', zh: expect.any(String) },
    colour: 'green',
    name: '张**',
    asOf: '2022-01-10T00:31:00.000Z',
    freshUntil: '2022-01-10T01:01:00.000Z',
    validUntil: '2022-01-11T00:31:00.000Z',
    warnings: [{ id: 'not-bound', text: { en: expect.any(String), zh: expect.any(String) } }],
  });
});

test.each<[string, object, string]>([
  ['of the current key', {}, 'valid'],
  ['of an unknown key', { kid: 'unknown' }, 'unknown-key'],
  ['that another algorithm should verify', { typ: 'kapok-revocations+jwt' }, 'malformed'],
])('a credential %s', async (_, header, state) => {
  expect((await verify(await credential(ring, {}, header))).state).toBe(state);
});

test('no colour stands beside a refusal', async () => {
  const expired = await verify(await credential(ring, { exp: ISSUED_AT }));
  expect(Object.keys(expired).sort()).toEqual(['asOf', 'state', 'text', 'validUntil', 'warnings']);
  const forged = `${(await credential(ring)).slice(0, -4)}AAAA`;
  expect(Object.keys(await verify(forged)).sort()).toEqual(['state', 'text', 'warnings']);
});

test('a full name or a number in a credential does not reach the gate', async () => {
  for (const name of ['张小明', ID_NUMBER]) {
    const response = await ask({ qr: await credential(ring, { name, idNumber: ID_NUMBER }) });
    expect(response.json().state).toBe('valid');
    expect(response.body).not.toContain(name);
  }
  expect(citizen.lines.join('')).not.toContain(ID_NUMBER);
});

test('a code of somebody who turned red does not hold, and one issued later does', async () => {
  await citizen.store.put(revocationItem(CLAIMS.sub, citizen.clock.now()));
  const before = await credential(ring);
  expect((await verify(before)).state).toBe('valid');
  citizen.clock.advance(30);
  while ((await verify(before)).state === 'valid') await new Promise(setImmediate);
  expect((await verify(before)).state).toBe('revoked');
  expect((await verify(await credential(ring, { iat: ISSUED_AT + 1 }))).state).toBe('valid');
});

describe('shown at two places', () => {
  test('the same picture is told of as a copy', async () => {
    const phone = new Phone();
    const jws = await credential(ring, { cnf: phone.cnf });
    const picture = phone.picture(jws, citizen.clock.now());
    expect((await verify(picture, 'gate-1')).warnings).toEqual([]);
    expect((await verify(picture, 'gate-1')).warnings).toEqual([]);
    expect(ids((await verify(picture, 'gate-2')).warnings)).toEqual(['replayed']);
    citizen.clock.advance(30);
    const next = phone.picture(jws, citizen.clock.now());
    expect((await verify(next, 'gate-3')).warnings).toEqual([]);
  });

  test('a code that no phone proves is told of for a minute', async () => {
    const jws = await credential(ring);
    await verify(jws, 'gate-1');
    citizen.clock.advance(59);
    expect(ids((await verify(jws, 'gate-2')).warnings)).toEqual(['not-bound', 'seen-elsewhere']);
    citizen.clock.advance(60);
    expect(ids((await verify(jws, 'gate-3')).warnings)).toEqual(['not-bound']);
  });

  test('neither people nor places stand in what is kept', async () => {
    await verify(await credential(ring), 'the-north-gate');
    const kept = JSON.stringify([...citizen.store.items]);
    expect(kept).toContain(`scan#${CLAIMS.sub}`);
    expect(kept).not.toContain('north');
  });

  test('a code that does not hold is not followed', async () => {
    await verify(await credential(ring, { exp: ISSUED_AT }));
    expect([...citizen.store.items.keys()]).toEqual([]);
  });
});

test('a store that is away costs a warning and not the answer', async () => {
  citizen.store.answers = false;
  const verdict = await verify(await credential(ring));
  expect(verdict).toMatchObject({ state: 'valid', colour: 'green' });
  expect(ids(verdict.warnings)).toEqual(['not-bound', 'replay-unchecked']);
  expect(citizen.lines.join('')).toContain('a scan cannot be put on record');
});

test('says that revocations are old, or were never read', async () => {
  citizen.store.answers = false;
  citizen.clock.advance(601);
  const jws = await credential(ring);
  expect(ids((await verify(jws)).warnings)).toContain('revocations-old');
  for (const part of citizen.parts) part.stop();
  const fresh = await testApp('citizen', citizen);
  try {
    const { http } = citizen;
    Object.assign(citizen, { http: fresh.http });
    expect(ids((await verify(jws)).warnings)).toContain('revocations-missing');
    Object.assign(citizen, { http });
  } finally {
    await fresh.http.close();
  }
});

test.each([
  ['a citizen', { scope: 'citizen', venue: `10:${ID_NUMBER}` }, { qr: 'a.b.c' }, 'KAPOK_SCOPE'],
  ['nothing scanned', {}, { qr: '' }, 'KAPOK_FIELD_INVALID'],
  ['no text', {}, { qr: 1 }, 'KAPOK_FIELD_INVALID'],
  ['no field', {}, {}, 'KAPOK_FIELD_MISSING'],
  ['a longer text', {}, { qr: 'x'.repeat(QR_TEXT_LENGTH + 1) }, 'KAPOK_FIELD_INVALID'],
  ['a field that nobody knows', {}, { qr: 'x', venue: 'y' }, 'KAPOK_FIELD_UNKNOWN'],
  ['a longer body', {}, { qr: 'x'.repeat(VERIFY_BODY_LIMIT) }, 'KAPOK_BODY_SIZE'],
])('fails for %s', async (_, who, body, code) => {
  expect((await ask(body, who)).json().error.code).toBe(code);
});

test('answers whatever is scanned, and neither answer nor log repeats it', async () => {
  const parts = fc.oneof(fc.string(), fc.constant(ID_NUMBER), fc.base64String());
  const scanned = fc.oneof(
    fc.string({ minLength: 1 }),
    fc.array(parts, { minLength: 2, maxLength: 5 }),
  );
  await fc.assert(
    fc.asyncProperty(scanned, async (given) => {
      const qr = typeof given === 'string' ? given : given.join('.');
      const response = await ask({ qr });
      expect(response.json().state).toBe('malformed');
      expect(response.body).not.toContain(ID_NUMBER);
    }),
    { numRuns: runs(50) },
  );
  expect(citizen.lines.join('')).not.toContain(ID_NUMBER);
});
