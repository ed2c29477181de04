import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SecretTopology, TableTopology } from '../../../lib/topology/topology';
import { ScaledClock } from '../../../lib/twin/clock';
import { waitUntil } from '../../../lib/twin/condition';
import type { RegionalApiConfiguration } from '../../../lib/twin/regional-api/configuration';

export const SINGAPORE = 'ap-southeast-1';
export const TOKYO = 'ap-northeast-1';

export const FACTS: TableTopology = {
  role: 'facts',
  tableName: 'kapok-test-facts',
  partitionKey: 'person',
  sortKey: 'fact',
  replicaRegions: [SINGAPORE, TOKYO],
  consistency: 'eventual',
};

export const SECRET: SecretTopology = {
  secretName: 'kapok-test-signing-key',
  primaryRegion: SINGAPORE,
  replicaRegions: [TOKYO],
};

/** A folder for the stores, and its removal. */
export async function temporaryDirectory(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'kapok-regional-api-'));
  return { path, remove: () => rm(path, { recursive: true }) };
}

/** Ten twin seconds pass in a second. */
const CLOCK = new ScaledClock(Date.parse('2022-01-10T08:20:00+08:00'), 10);

/** What a region of these tests is started with. */
export function configurationOf(
  region: string,
  directory: string,
  more: Partial<RegionalApiConfiguration> = {},
): RegionalApiConfiguration {
  return {
    region,
    directory: join(directory, region),
    tables: [FACTS],
    secrets: [SECRET],
    clockEnvironment: CLOCK.toEnvironment(),
    replicationLagSec: 0.5,
    ...more,
  };
}

const credentials = { accessKeyId: 'twin', secretAccessKey: 'twin' };

export function dynamoDb(region: string, endpoint: string): DynamoDBClient {
  return new DynamoDBClient({ region, endpoint, credentials, maxAttempts: 1 });
}

export function secretsManager(region: string, endpoint: string): SecretsManagerClient {
  return new SecretsManagerClient({ region, endpoint, credentials, maxAttempts: 1 });
}

/** Waits until a condition of the running regions holds. */
export function eventually(what: string, holds: () => Promise<boolean>): Promise<void> {
  return waitUntil(holds, {
    timeoutMs: 15_000,
    onTimeout: () => new Error(`it never came true that ${what}`),
  });
}
