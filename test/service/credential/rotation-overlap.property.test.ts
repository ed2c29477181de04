import * as fc from 'fast-check';
import { rotateKeySet } from '../../../lambda/signing-key-rotation/rotate-key-set';
import { type KeySet, makeKeySet } from '../../../lambda/signing-keys/key-set';
import {
  NEXT_LEAD_MS,
  PENDING_LIFE_MS,
  SPREAD_MS,
  VERIFIER_CACHE_MS,
} from '../../../lambda/signing-keys/key-times';
import { VALID_SECONDS } from '../../../service/credential/credential-issuer';
import { JWKS_MAX_AGE_SECONDS } from '../../../service/credential/jwks-route';
import { createKeyRing, type KeyRing } from '../../../service/credential/key-ring';
import { RotatingKeyRing } from '../../../service/credential/rotating-key-ring';
import { readSigningKeys, type SigningKeySet } from '../../../service/secrets/secret-values';
import { KnownCredentials } from '../../../service/verification/known-credentials';
import { OfflineVerifier } from '../../../service/web/verify/offline-verifier';
import { CLAIMS, credential, ISSUER } from '../fixtures/credentials';
import { ManualClock } from '../fixtures/manual-clock';
import { runs } from '../fixtures/runs';

const START = Date.parse('2022-01-10T00:00:00Z');
const VALID_MS = VALID_SECONDS * 1000;

/** A value of the secret, from when it is the current one. */
interface Version {
  readonly fromMs: number;
  readonly keys: KeySet;
}

/** How late each rotation was prepared after it could be, and promoted after it was prepared. */
interface Delays {
  readonly restMs: number;
  readonly pendingMs: number;
}

function history(rotations: readonly Delays[]): Version[] {
  const versions: Version[] = [{ fromMs: START, keys: makeKeySet(START) }];
  for (const { restMs, pendingMs } of rotations) {
    const { fromMs, keys } = versions.at(-1) as Version;
    const ripeMs = Date.parse(keys.next.madeAt) + NEXT_LEAD_MS;
    const preparedMs = Math.max(fromMs, ripeMs) + restMs;
    const rotated = rotateKeySet(keys, preparedMs);
    versions.push({ fromMs: preparedMs + pendingMs, keys: rotated });
  }
  return versions;
}

/** What an instance uses whose last read was some time ago. */
function ringAt(versions: readonly Version[], atMs: number, lagMs: number): Promise<KeyRing> {
  const read = versions.filter(({ fromMs }) => fromMs <= atMs - lagMs).at(-1) ?? versions[0];
  return createKeyRing(readSigningKeys(JSON.stringify(read?.keys)));
}

/** Mostly the ends, where a rotation would show. */
const extremes = (most: number) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 0, most - 1, most) },
    fc.integer({ min: 0, max: Math.min(most, 2 * SPREAD_MS) }),
    fc.integer({ min: 0, max: most }),
  );

const scenarios = fc.record({
  rotations: fc.array(
    fc.record({ restMs: extremes(30 * 86_400_000), pendingMs: extremes(PENDING_LIFE_MS) }),
    { minLength: 2, maxLength: 3 },
  ),
  // Signed around the promotion of one of the versions: only there do the rings differ.
  around: fc.nat(2),
  sinceMs: fc.integer({ min: -2 * SPREAD_MS, max: 2 * SPREAD_MS }),
  signerLagMs: extremes(SPREAD_MS),
  verifierLagMs: extremes(SPREAD_MS),
  publisherLagMs: extremes(SPREAD_MS),
  ageMs: extremes(VALID_MS - 1),
  jwksAgeMs: extremes(VERIFIER_CACHE_MS),
});

/** What a scenario says of the instances and verifiers in it. */
type Scenario = typeof scenarios extends fc.Arbitrary<infer Given> ? Given : never;

/** Signs at one instance, and verifies at another and with keys that a third one published. */
async function expectVerified(given: Scenario): Promise<void> {
  const versions = history(given.rotations);
  const promoted = versions[(given.around % given.rotations.length) + 1] as Version;
  const issuedMs = promoted.fromMs + given.sinceMs;
  const nowMs = issuedMs + given.ageMs;
  const iat = Math.floor(issuedMs / 1000);
  const times = { iat, fresh: iat + 1800, exp: iat + VALID_SECONDS + 1 };
  const text = await credential(await ringAt(versions, issuedMs, given.signerLagMs), times);

  const online = await ringAt(versions, nowMs, given.verifierLagMs);
  const known = await new KnownCredentials({ ring: online }).read(text);
  expect(known).toMatchObject({ claims: { sub: CLAIMS.sub } });

  // The verifier fetched its keys before it saw the credential, maybe before that was signed.
  const jwksAtMs = nowMs - given.jwksAgeMs;
  const { jwks } = await ringAt(versions, jwksAtMs, given.publisherLagMs);
  const stored = { jwks: JSON.parse(jwks), jwksAtMs };
  const offline = await OfflineVerifier.open(stored, { issuer: ISSUER, nowMs });
  expect((await offline.verify(text, nowMs)).state).toBe('valid');
}

test('verifiers keep keys as long as they are told to', () => {
  expect(VERIFIER_CACHE_MS).toBe(JWKS_MAX_AGE_SECONDS * 1000);
});

test('no valid credential fails to verify while keys rotate, online or with keys of 5 minutes ago', async () => {
  await fc.assert(fc.asyncProperty(scenarios, expectVerified), { numRuns: runs(60) });
});

/** Both ends of everything, for two rotations as early as they may be. */
const CORNERS: readonly Scenario[] = [0, PENDING_LIFE_MS].flatMap((pendingMs) =>
  [0, SPREAD_MS - 1].flatMap((sinceMs) =>
    [0, SPREAD_MS].flatMap((lateMs) =>
      [0, VALID_MS - 1].flatMap((ageMs) =>
        [0, VERIFIER_CACHE_MS].flatMap((jwksAgeMs) =>
          [0, SPREAD_MS].map((signerLagMs) => ({
            rotations: [
              { restMs: 0, pendingMs },
              { restMs: 0, pendingMs: 0 },
            ],
            ...{ around: 1, sinceMs, ageMs, jwksAgeMs, signerLagMs },
            ...{ verifierLagMs: lateMs, publisherLagMs: lateMs },
          })),
        ),
      ),
    ),
  ),
);

test('nor where each is as early or as late as it may be', async () => {
  for (const corner of CORNERS) await expectVerified(corner);
});

test('fails where a key signs that was never published before', async () => {
  const [before, after] = [makeKeySet(START), makeKeySet(START)];
  const text = await credential(await createKeyRing(readSigningKeys(JSON.stringify(after))));
  const ring = await createKeyRing(readSigningKeys(JSON.stringify(before)));
  expect(await new KnownCredentials({ ring }).read(text)).toBe('unknown-key');
});

test('instances that read the rotated secret at different moments verify each other', async () => {
  const versions = history([{ restMs: 0, pendingMs: 0 }]);
  const clock = new ManualClock();
  const setOf = (at: number): SigningKeySet => readSigningKeys(JSON.stringify(versions[at]?.keys));
  let current = 0;
  const open = (random: number) =>
    RotatingKeyRing.open({
      read: async () => setOf(current),
      clock,
      random: () => random,
      onFailure: (error) => {
        throw error;
      },
      onChange: () => undefined,
    });
  const instances = await Promise.all([0, 0.5, 1].map(open));
  for (const instance of instances) instance.start();
  current = 1;
  const signing = new Set<number>();
  for (let minute = 0; minute < 15; minute += 1) {
    clock.advance(60);
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
    signing.add(new Set(instances.map(({ ring }) => ring.kid)).size);
    for (const signer of instances) {
      const text = await credential(signer.ring);
      for (const keyRings of instances) {
        expect(await new KnownCredentials(keyRings).read(text)).toHaveProperty('claims');
      }
    }
  }
  // At times they signed with different keys, and in the end with one.
  expect(signing).toEqual(new Set([1, 2]));
  expect(new Set(instances.map(({ ring }) => ring.kid)).size).toBe(1);
  for (const instance of instances) instance.stop();
});
