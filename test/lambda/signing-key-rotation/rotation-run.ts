import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { CURRENT_STAGE } from '../../../lambda/adapters/secret-versions';
import { Rotation } from '../../../lambda/signing-key-rotation/rotation';
import { type FakeSecretVersions, SECRET_ID } from './fake-secret-versions';

/** One of the steps of a rotation. */
export type Step = SecretsManagerRotationEvent['Step'];

/** The steps in their order. */
export const STEPS: readonly Step[] = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/** Calls the function once, as Secrets Manager does. */
export function callStep(
  versions: FakeSecretVersions,
  Step: Step,
  { versionId, nowMs }: { readonly versionId: string; readonly nowMs: number },
): Promise<void> {
  const event = { Step, SecretId: SECRET_ID, ClientRequestToken: versionId };
  return new Rotation(event, { versions, nowMs: () => nowMs }).step();
}

/** A whole rotation at one moment; the value that is current afterwards. */
export async function rotateAt(
  versions: FakeSecretVersions,
  versionId: string,
  nowMs: number,
): Promise<string> {
  versions.startRotation(versionId);
  for (const step of STEPS) await callStep(versions, step, { versionId, nowMs });
  if (versions.holderOf(CURRENT_STAGE) !== versionId)
    throw new Error('the rotation did not finish');
  return versions.current();
}
