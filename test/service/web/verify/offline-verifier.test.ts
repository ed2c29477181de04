import * as fc from 'fast-check';
import { SignJWT } from 'jose';
import { createKeyRing, type KeyRing } from '../../../../service/credential/key-ring';
import { packEntries } from '../../../../service/revocation/pack-entries';
import { revocationItem } from '../../../../service/revocation/revocation-item';
import { readSigningKeys } from '../../../../service/secrets/secret-values';
import {
  KEYS_LIFE_SECONDS,
  OfflineVerifier,
} from '../../../../service/web/verify/offline-verifier';
import {
  REVOCATIONS_LIFE_SECONDS,
  REVOCATIONS_TYPE,
} from '../../../../service/web/verify/revocation-entries';
import { CLAIMS, credential, ISSUED_AT, ISSUER, NOW, Phone } from '../../fixtures/credentials';
import { runs } from '../../fixtures/runs';
import { privateJwk, SECRETS } from '../../fixtures/secrets';

let ring: KeyRing;
let foreign: KeyRing;

beforeAll(async () => {
  ring = await createKeyRing(SECRETS.signingKeys);
  const others = JSON.stringify({ current: privateJwk('foreign'), previous: [] });
  foreign = await createKeyRing(readSigningKeys(others));
});

interface ListOptions {
  readonly upToSec?: number;
  readonly iat?: number;
  readonly signer?: KeyRing;
  readonly typ?: string;
  readonly iss?: string;
}

/** A list that revokes the person of the tests. */
function list(options: ListOptions = {}): Promise<string> {
  const { upToSec = ISSUED_AT, iat = ISSUED_AT, signer = ring } = options;
  const { typ = REVOCATIONS_TYPE, iss = ISSUER } = options;
  const { entries } = packEntries([revocationItem(CLAIMS.sub, upToSec * 1000)], upToSec * 1000);
  return new SignJWT({ iss, iat, exp: iat + 600, entries: entries.toString('base64url') })
    .setProtectedHeader({ alg: 'ES256', kid: signer.kid, typ })
    .sign(signer.signingKey);
}

function open(revocations?: string, nowMs = NOW): Promise<OfflineVerifier> {
  const stored = {
    jwks: JSON.parse(ring.jwks),
    jwksAtMs: NOW,
    ...(revocations && { revocations }),
  };
  return OfflineVerifier.open(stored, { issuer: ISSUER, nowMs });
}

test('says that a code holds, and how old that is which it says it by', async () => {
  const verifier = await open(await list({ upToSec: ISSUED_AT - 1 }));
  expect(await verifier.verify(await credential(ring), NOW + 90_000)).toEqual({
    state: 'valid',
    colour: 'green',
    name: '张**',
    asOf: '2022-01-10T00:31:00.000Z',
    freshUntil: '2022-01-10T01:01:00.000Z',
    validUntil: '2022-01-11T00:31:00.000Z',
    keysAgeSec: 90,
    revocationsAgeSec: 90,
    warnings: ['not-bound'],
  });
});

test('each key that is published verifies, among keys of other kinds', async () => {
  const jwks = JSON.parse(ring.jwks) as { keys: object[] };
  jwks.keys.unshift({ kty: 'OKP', crv: 'Ed25519', x: 'AA', kid: 'ed' }, { kty: 'EC' });
  const stored = { jwks: jwks as never, jwksAtMs: NOW };
  const verifier = await OfflineVerifier.open(stored, { issuer: ISSUER, nowMs: NOW });
  expect((await verifier.verify(await credential(ring), NOW)).state).toBe('valid');
});

test('a bound code holds with the running picture of its phone, and for a minute', async () => {
  const phone = new Phone();
  const verifier = await open(await list({ upToSec: 0 }));
  const jws = await credential(ring, { cnf: phone.cnf });
  const picture = phone.picture(jws, NOW);
  expect(await verifier.verify(picture, NOW)).toMatchObject({ state: 'valid', warnings: [] });
  expect((await verifier.verify(picture, NOW + 59_999)).state).toBe('valid');
  expect((await verifier.verify(picture, NOW + 60_000)).state).toBe('old-picture');
  expect((await verifier.verify(jws, NOW)).state).toBe('unbound');
  expect((await verifier.verify(new Phone().picture(jws, NOW), NOW)).state).toBe('bad-proof');
  const [proof] = picture.split('.').slice(-1);
  const moved = `${jws}.${Math.floor(NOW / 30_000) + 1}.${proof}`;
  expect((await verifier.verify(moved, NOW)).state).toBe('bad-proof');
});

test('a binding to what is no point of the curve is no binding that holds', async () => {
  const dev = Buffer.concat([Buffer.of(2), Buffer.alloc(32, 255)]).toString('base64url');
  const jws = await credential(ring, { cnf: { dev } });
  const picture = new Phone().picture(jws, NOW);
  expect((await (await open()).verify(picture, NOW)).state).toBe('bad-proof');
});

test('fails for a credential of an unknown key, a forged one and one of another issuer', async () => {
  const verifier = await open();
  const stateOf = async (text: string) => (await verifier.verify(text, NOW)).state;
  expect(await stateOf(await credential(foreign))).toBe('unknown-key');
  expect(await stateOf(await credential({ ...foreign, kid: ring.kid }))).toBe('bad-signature');
  expect(await stateOf(await credential(ring, { iss: 'https://o.example' }))).toBe('other-issuer');
  expect(await stateOf(await credential(ring, { colour: 'gold' }))).toBe('malformed');
  expect(await stateOf(await credential(ring, {}, { typ: REVOCATIONS_TYPE }))).toBe('malformed');
  expect(await stateOf('https://example.org')).toBe('malformed');
});

test.each([
  ['revoked in the second of its issue', ISSUED_AT, 'revoked'],
  ['issued in the second after', ISSUED_AT - 1, 'valid'],
])('a code %s', async (_, upToSec, state) => {
  const verifier = await open(await list({ upToSec }));
  expect((await verifier.verify(await credential(ring), NOW)).state).toBe(state);
});

test.each<[string, ListOptions]>([
  ['a stranger signed', { signer: undefined as never }],
  ['is another kind of token', { typ: 'JWT' }],
  ['is of another issuer', { iss: 'https://other.example' }],
  ['is from the future', { iat: ISSUED_AT + 61 }],
])('a list that %s counts as none, and the verdict says so', async (_, options) => {
  const signer = 'signer' in options ? foreign : ring;
  const verifier = await open(await list({ ...options, signer }));
  const verdict = await verifier.verify(await credential(ring), NOW);
  expect(verdict).toMatchObject({ state: 'valid', warnings: ['not-bound', 'revocations-missing'] });
  expect(verdict).not.toHaveProperty('revocationsAgeSec');
});

test('an old list still revokes, and says that it is old', async () => {
  const verifier = await open(await list({ upToSec: ISSUED_AT - 1 }));
  const jws = await credential(ring);
  const warningsAt = async (seconds: number) =>
    (await verifier.verify(jws, NOW + seconds * 1000)).warnings;
  expect(await warningsAt(REVOCATIONS_LIFE_SECONDS)).toEqual(['not-bound']);
  expect(await warningsAt(REVOCATIONS_LIFE_SECONDS + 1)).toEqual(['not-bound', 'revocations-old']);
  const revoking = await open(await list());
  const verdict = await revoking.verify(jws, NOW + 3_600_000);
  expect(verdict).toMatchObject({ state: 'revoked', warnings: ['revocations-old'] });
});

test('keys are old after a day: from then one may sign that was not published before', async () => {
  const verifier = await open();
  const jws = await credential(ring, { exp: ISSUED_AT + 10 * KEYS_LIFE_SECONDS });
  const warningsAt = async (seconds: number) =>
    (await verifier.verify(jws, NOW + seconds * 1000)).warnings;
  expect(await warningsAt(KEYS_LIFE_SECONDS)).not.toContain('keys-old');
  expect(await warningsAt(KEYS_LIFE_SECONDS + 1)).toContain('keys-old');
});

test('no change of a single character of a picture goes unnoticed, and none throws', async () => {
  const phone = new Phone();
  const verifier = await open();
  const picture = phone.picture(await credential(ring, { cnf: phone.cnf }), NOW);
  // The last characters of the two signatures carry bits that no byte holds.
  const [header = '', payload = '', signature = ''] = picture.split('.');
  const free = new Set([`${header}.${payload}.${signature}`.length - 1, picture.length - 1]);
  const changes = fc.tuple(fc.nat(picture.length - 1), fc.string({ minLength: 1, maxLength: 1 }));
  await fc.assert(
    fc.asyncProperty(changes, async ([at, character]) => {
      fc.pre(picture[at] !== character && !free.has(at));
      const changed = picture.slice(0, at) + character + picture.slice(at + 1);
      fc.pre(changed.trim() !== picture);
      const { state } = await verifier.verify(changed, NOW);
      expect(state).not.toBe('valid');
    }),
    { numRuns: runs(100) },
  );
});
