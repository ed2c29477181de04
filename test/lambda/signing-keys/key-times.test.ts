import {
  CREDENTIAL_LIFE_MS,
  NEXT_LEAD_MS,
  PENDING_LIFE_MS,
  RETIRED_LIFE_MS,
  SPREAD_MS,
  VERIFIER_CACHE_MS,
} from '../../../lambda/signing-keys/key-times';
import { ROTATION_PERIOD } from '../../../lib/constructs/signing-key-rotation';
import { VALID_SECONDS } from '../../../service/credential/credential-issuer';
import { JWKS_MAX_AGE_SECONDS } from '../../../service/credential/jwks-route';
import { KEYS_REFRESH_SECONDS } from '../../../service/credential/rotating-key-ring';
import { RELOAD_JITTER } from '../../../service/secrets/reloaded';

test('a rotation reckons with what the service does', () => {
  expect(CREDENTIAL_LIFE_MS).toBe(VALID_SECONDS * 1000);
  expect(VERIFIER_CACHE_MS).toBe(JWKS_MAX_AGE_SECONDS * 1000);
});

test('four reads of the service may fail in a row before a set is not everywhere in time', () => {
  const longestPauseMs = KEYS_REFRESH_SECONDS * (1 + RELOAD_JITTER) * 1000;
  expect(SPREAD_MS).toBeGreaterThanOrEqual(5 * longestPauseMs);
});

test('a key is known everywhere before it signs, however late its set became the current one', () => {
  expect(NEXT_LEAD_MS).toBeGreaterThanOrEqual(PENDING_LIFE_MS + SPREAD_MS + VERIFIER_CACHE_MS);
});

test('a key is kept for what it signed, however late the set that retires it became the current one', () => {
  expect(RETIRED_LIFE_MS).toBeGreaterThanOrEqual(PENDING_LIFE_MS + SPREAD_MS + CREDENTIAL_LIFE_MS);
});

test('every rotation of the schedule finds a next key that may sign and drops the key before last', () => {
  const periodMs = ROTATION_PERIOD.toMilliseconds();
  // A rotation comes at any hour of its day, and may have been finished a day late.
  expect(periodMs - 2 * 24 * 3_600_000).toBeGreaterThan(Math.max(NEXT_LEAD_MS, RETIRED_LIFE_MS));
});
