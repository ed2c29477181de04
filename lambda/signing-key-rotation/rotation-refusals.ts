import type { SecretCopy } from '../adapters/secrets-manager';
import { NEXT_LEAD_MS, PENDING_LIFE_MS } from '../signing-keys/key-times';
import { RotationError } from './rotation-error';

const ANEW = 'nothing to do: the next attempt prepares another version';

/** The event names a step that rotations do not have. */
export function unknownStep(step: string): RotationError {
  return new RotationError('KAPOK_ROTATION_STEP', 'the rotation has no such step', {
    got: step,
    allowed: 'createSecret, setSecret, testSecret, finishSecret',
    fix: 'let only Secrets Manager call this function',
  });
}

/** Somebody else than the secret's schedule called the function. */
export function disabled(secretId: string): RotationError {
  return new RotationError('KAPOK_ROTATION_DISABLED', `${secretId} is not to be rotated`, {
    got: 'rotation off',
    allowed: 'rotation on',
    fix: 'deploy the Data stack, which turns rotation on',
  });
}

/** The version is not in preparation; it may have been given up. */
export function notPending(versionId: string, stages: readonly string[]): RotationError {
  return new RotationError('KAPOK_ROTATION_VERSION', `version ${versionId} is not in preparation`, {
    got: stages.length === 0 ? 'no label' : stages.join(', '),
    allowed: 'AWSPENDING',
    fix: 'start a new rotation with rotate-secret',
  });
}

/** A version does not hold keys. */
export function noKeySet(secretId: string, value: string | undefined): RotationError {
  return new RotationError('KAPOK_ROTATION_VALUE', `a version of ${secretId} is not a key set`, {
    got: value === undefined ? 'no value' : 'another value',
    allowed: 'a set of ES256 keys',
    fix: 'put back an earlier version, or a valid value, and rotate again',
  });
}

/** A region would fall behind by more than one rotation. */
export function notReplicated(secretId: string, behind: readonly SecretCopy[]): RotationError {
  return new RotationError('KAPOK_ROTATION_COPIES', `${secretId} is not replicated`, {
    got: behind.map(({ region, status }) => `${region} ${status}`).join(', '),
    allowed: 'InSync in every region',
    fix: 'see the status message of the copy with describe-secret, replicate again, and rotate again',
  });
}

/** Verifiers may not know the next key yet. */
export function early(madeAt = ''): RotationError {
  const ripeAt = new Date(Date.parse(madeAt) + NEXT_LEAD_MS).toISOString();
  return new RotationError('KAPOK_ROTATION_EARLY', 'verifiers may not know the next key yet', {
    got: `a key made at ${madeAt}`,
    allowed: `a key that is ${NEXT_LEAD_MS / 60_000} minutes old`,
    fix: `rotate again after ${ripeAt}`,
  });
}

/** The times in a prepared set no longer say when its keys change roles. */
export function stale(versionId: string, madeAt = 'an unknown time'): RotationError {
  return new RotationError('KAPOK_ROTATION_STALE', `version ${versionId} was given up as too old`, {
    got: `a version prepared at ${madeAt}`,
    allowed: `a version prepared in the last ${PENDING_LIFE_MS / 3_600_000} hours`,
    fix: ANEW,
  });
}

/** The secret changed while a version was in preparation. */
export function overtaken(versionId: string): RotationError {
  return new RotationError('KAPOK_ROTATION_OVERTAKEN', `version ${versionId} was given up`, {
    got: 'a secret that was changed since the version was prepared',
    allowed: 'a secret whose keys the version still publishes',
    fix: ANEW,
  });
}

/** The halves of a key do not belong together. */
export function unproven(kid: string): RotationError {
  return new RotationError('KAPOK_ROTATION_PROOF', `key ${kid} does not verify what it signs`, {
    got: 'two halves of different keys',
    allowed: 'a key pair',
    fix: 'put back an earlier version of the secret and rotate again',
  });
}
