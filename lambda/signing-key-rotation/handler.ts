import type { SecretsManagerRotationEvent } from 'aws-lambda';
import { SecretsManagerVersions } from '../adapters/secret-versions';
import { Rotation } from './rotation';

const versions = new SecretsManagerVersions();

/** Called by Secrets Manager, once for each step of a rotation. */
export async function handler(event: SecretsManagerRotationEvent): Promise<void> {
  await new Rotation(event, { versions, nowMs: Date.now }).step();
}
