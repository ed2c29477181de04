import * as fc from 'fast-check';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify, SignJWT } from 'jose';
import { CURRENT_STAGE, PENDING_STAGE } from '../../../lambda/adapters/secret-versions';
import { makeKeySet } from '../../../lambda/signing-keys/key-set';
import { PENDING_LIFE_MS } from '../../../lambda/signing-keys/key-times';
import { VALID_SECONDS } from '../../../service/credential/credential-issuer';
import { JWKS_MAX_AGE_SECONDS } from '../../../service/credential/jwks-route';
import { createKeyRing } from '../../../service/credential/key-ring';
import { KEYS_REFRESH_SECONDS } from '../../../service/credential/rotating-key-ring';
import { RELOAD_JITTER } from '../../../service/secrets/reloaded';
import { readSigningKeys } from '../../../service/secrets/secret-values';
import { FakeSecretVersions } from './fake-secret-versions';
import { callStep, rotateAt, STEPS } from './rotation-run';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2022-01-10T00:31:00.000Z');

// The longest that an instance may go on with what the secret held: two reads, and a slow copy.
const LAG_MS = KEYS_REFRESH_SECONDS * (1 + RELOAD_JITTER) * 1000 + 5 * 60_000;
const CACHE_MS = JWKS_MAX_AGE_SECONDS * 1000;
const VALID_MS = VALID_SECONDS * 1000;

/** A value of the secret and from when it was the current one. */
interface Held {
  readonly fromMs: number;
  readonly value: string;
}

/** One attempt of Secrets Manager: how long after the last event it comes, and how it goes. */
interface Attempt {
  readonly afterHours: number;
  /** Hours that pass between two steps. */
  readonly stallHours: number;
  /** How many steps it gets through. */
  readonly steps: number;
}

const ATTEMPTS = fc.array(
  fc.record({
    afterHours: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.constantFrom(0, 1, 24, 26, 49, 720)),
    stallHours: fc.oneof(
      { arbitrary: fc.constant(0), weight: 2 },
      // Three stalls make a day, all that a version may take from its first step to its last.
      { arbitrary: fc.constantFrom(7.9, 8.1), weight: 1 },
      { arbitrary: fc.integer({ min: 0, max: 14 }), weight: 1 },
    ),
    steps: fc.oneof(
      { arbitrary: fc.constant(STEPS.length), weight: 3 },
      { arbitrary: fc.integer({ min: 1, max: STEPS.length }), weight: 1 },
    ),
  }),
  { minLength: 1, maxLength: 16 },
);

/** Lives through attempts, with refusals, stalls and retries, and tells what readers could see. */
async function history(attempts: readonly Attempt[], first: object): Promise<Held[]> {
  const versions = new FakeSecretVersions(JSON.stringify(first));
  const seen: Held[] = [{ fromMs: -Infinity, value: versions.current() }];
  let nowMs = START_MS;
  for (const [index, { afterHours, stallHours, steps }] of attempts.entries()) {
    nowMs += afterHours * HOUR_MS;
    // Secrets Manager goes on with a version that is in preparation and starts another otherwise.
    const versionId = versions.holderOf(PENDING_STAGE) ?? `v${index}`;
    if (versions.holderOf(PENDING_STAGE) === undefined) versions.startRotation(versionId);
    for (const step of STEPS.slice(0, steps)) {
      const refused = await callStep(versions, step, { versionId, nowMs }).catch(() => true);
      if (refused === true) break;
      nowMs += stallHours * HOUR_MS;
      if (versions.current() !== seen.at(-1)?.value) {
        seen.push({ fromMs: nowMs - stallHours * HOUR_MS, value: versions.current() });
      }
    }
  }
  return seen;
}

/**
 * Every pair of a value that may sign and a value whose keys may have to verify: an instance uses what
 * was current up to `LAG_MS` ago; a verifier knows what an instance published up to `CACHE_MS` ago.
 */
function* encounters(seen: readonly Held[]): Generator<[signing: string, verifying: string]> {
  const endOf = (index: number) => seen[index + 1]?.fromMs ?? Infinity;
  for (const [signer, signing] of seen.entries()) {
    const lastUseMs = endOf(signer) + LAG_MS + VALID_MS;
    for (const [verifier, verifying] of seen.entries()) {
      const knownUntilMs = endOf(verifier) + LAG_MS + CACHE_MS;
      if (verifying.fromMs <= lastUseMs && signing.fromMs <= knownUntilMs) {
        yield [signing.value, verifying.value];
      }
    }
  }
}

async function unverifiable(seen: readonly Held[]): Promise<string[]> {
  const rings = new Map<string, Awaited<ReturnType<typeof createKeyRing>>>();
  for (const { value } of seen) rings.set(value, await createKeyRing(readSigningKeys(value)));
  const missing: string[] = [];
  for (const [signing, verifying] of encounters(seen)) {
    const { kid } = rings.get(signing)!;
    const { keys } = JSON.parse(rings.get(verifying)!.jwks) as JSONWebKeySet;
    if (!keys.some((key) => key.kid === kid)) missing.push(kid);
  }
  return missing;
}

test('whatever becomes of rotations, every credential verifies against all keys that are served', async () => {
  let rotations = 0;
  await fc.assert(
    fc.asyncProperty(ATTEMPTS, fc.boolean(), async (attempts, fromBefore) => {
      const { current, next } = makeKeySet(START_MS);
      const seen = await history(
        attempts,
        fromBefore ? { current, previous: [] } : { current, next, previous: [] },
      );
      rotations += seen.length - 1;
      expect(await unverifiable(seen)).toEqual([]);
    }),
    { numRuns: 150 },
  );
  expect(rotations).toBeGreaterThan(150);
});

test('two rotations a month apart: what the service signs, it verifies, at both sides of each', async () => {
  const versions = new FakeSecretVersions(JSON.stringify(makeKeySet(START_MS)));
  const values = [versions.current()];
  for (const month of [1, 2]) {
    values.push(await rotateAt(versions, `month-${month}`, START_MS + month * 720 * HOUR_MS));
  }
  const rings = await Promise.all(values.map((value) => createKeyRing(readSigningKeys(value))));
  for (const [index, signer] of rings.entries()) {
    const token = await new SignJWT({ colour: 'green' })
      .setProtectedHeader({ alg: 'ES256', kid: signer.kid })
      .sign(signer.signingKey);
    for (const verifier of [rings[index - 1], signer, rings[index + 1]]) {
      if (verifier === undefined) continue;
      const keys = createLocalJWKSet(JSON.parse(verifier.jwks) as JSONWebKeySet);
      await expect(jwtVerify(token, keys)).resolves.toBeDefined();
    }
  }
});

test('years of rotations leave three keys: nothing is kept that nobody needs', async () => {
  const versions = new FakeSecretVersions(JSON.stringify(makeKeySet(START_MS)));
  for (let month = 1; month <= 24; month += 1) {
    await rotateAt(versions, `month-${month}`, START_MS + month * 720 * HOUR_MS);
  }
  expect(readSigningKeys(versions.current()).previous).toHaveLength(1);
});

test('a rotation that is cut off at any call, and tried again, ends as one that was not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          calls: fc.integer({ min: 0, max: 14 }),
          when: fc.constantFrom('before' as const, 'after' as const),
        }),
        { maxLength: 6 },
      ),
      async (faults) => {
        const set = makeKeySet(START_MS);
        const versions = new FakeSecretVersions(JSON.stringify(set));
        versions.startRotation('new');
        const at = { versionId: 'new', nowMs: START_MS + PENDING_LIFE_MS * 2 };
        for (const fault of [...faults, undefined]) {
          versions.fault = fault;
          try {
            for (const step of STEPS) await callStep(versions, step, at);
          } catch (error) {
            if ((error as Error).message !== 'the function was cut off') throw error;
          }
          versions.fault = undefined;
        }
        expect(versions.holderOf(CURRENT_STAGE)).toBe('new');
        expect(versions.holderOf(PENDING_STAGE)).toBeUndefined();
        expect(versions.writes.filter((write) => write.startsWith('write'))).toHaveLength(1);
        const { current, previous } = JSON.parse(versions.current());
        expect([current.kid, previous[0].kid]).toEqual([set.next.kid, set.current.kid]);
      },
    ),
  );
});
