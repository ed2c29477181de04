import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import type { SecretTopology } from '../../topology/topology';
import { waitUntil } from '../condition';
import { TwinError } from '../twin-error';
import type { Registration } from './callers';

/** Longest wall-clock wait until every region has its copy of a register; replication takes a second. */
export const COPIES_TIMEOUT_MS = 15_000;

/** Where the registers are. */
export interface Registers {
  readonly secrets: readonly SecretTopology[];
  /** AWS API of a region on this machine. */
  readonly endpointOf: (region: string) => string;
}

/**
 * Adds public keys to registers the way an operator does: read, add, put in the primary region, wait
 * for the copies.
 * @throws TwinError when a region does not get its copy
 */
export async function registerCallers(
  registrations: readonly Registration[],
  { secrets, endpointOf }: Registers,
): Promise<void> {
  for (const registration of registrations) {
    const secret = secrets.find(({ secretName }) => secretName === registration.secretName);
    if (secret === undefined) {
      throw new RangeError(`the assembly has no secret ${registration.secretName}`);
    }
    await register(registration, secret.primaryRegion, endpointOf(secret.primaryRegion));
  }
}

async function register(
  { secretName, entries }: Registration,
  region: string,
  endpoint: string,
): Promise<void> {
  const client = new SecretsManagerClient({
    region,
    endpoint,
    credentials: { accessKeyId: 'twin', secretAccessKey: 'twin' },
  });
  const SecretId = secretName;
  try {
    const { SecretString = '' } = await client.send(new GetSecretValueCommand({ SecretId }));
    const { keys } = JSON.parse(SecretString) as { keys: { readonly kid?: string }[] };
    const added = new Set<string | undefined>(entries.map(({ kid }) => kid));
    const value = { keys: [...keys.filter(({ kid }) => !added.has(kid)), ...entries] };
    await client.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(value) }));
    await waitUntil(() => isInSync(client, SecretId), {
      timeoutMs: COPIES_TIMEOUT_MS,
      onTimeout: () => notCopied(secretName),
    });
  } finally {
    client.destroy();
  }
}

async function isInSync(client: SecretsManagerClient, SecretId: string): Promise<boolean> {
  const { ReplicationStatus = [] } = await client.send(new DescribeSecretCommand({ SecretId }));
  return ReplicationStatus.every(({ Status }) => Status === 'InSync');
}

function notCopied(secretName: string): TwinError {
  return new TwinError('KAPOK_TWIN_START_TIMEOUT', 'a register of keys is not in every region', {
    got: `${secretName} not in sync after ${COPIES_TIMEOUT_MS / 1000} s`,
    fix: 'free some processor time and run it again',
  });
}
