import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type ReplicationStatusType,
  ResourceNotFoundException,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';

/** How far a region's copy of a secret is behind its original. */
export type CopyStatus = 'InSync' | 'InProgress' | 'Failed';

/** One region's copy of a secret. */
export interface SecretCopy {
  readonly region: string;
  readonly status: CopyStatus;
}

/** A place for secrets that already have a name. Each call may be refused with `AccessDeniedError`. */
export interface SecretStore {
  /** The current value, or undefined where there is none yet. */
  tryRead(secretName: string): Promise<string | undefined>;
  write(secretName: string, value: string): Promise<void>;
  /** The copies in other regions. */
  copies(secretName: string): Promise<readonly SecretCopy[]>;
}

/** The store refuses: the secret or its key, for ever or until a permission has spread. */
export class AccessDeniedError extends Error {
  override readonly name = 'AccessDeniedError';
}

// Secrets Manager's answer both for itself and for the key it is refused; the SDK has no class for it.
const ACCESS_DENIED = 'AccessDeniedException';

/** The secrets of the region a function runs in. */
export class SecretsManagerStore implements SecretStore {
  constructor(private readonly client = new SecretsManagerClient({})) {}

  async tryRead(secretName: string): Promise<string | undefined> {
    try {
      const { SecretString } = await withDenials(
        this.client.send(new GetSecretValueCommand({ SecretId: secretName })),
      );
      // A binary value is a value too, and no text that anybody takes for a valid one.
      return SecretString ?? '';
    } catch (error) {
      // Also the answer for a secret that exists without a value.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  async write(secretName: string, value: string): Promise<void> {
    await withDenials(
      this.client.send(new PutSecretValueCommand({ SecretId: secretName, SecretString: value })),
    );
  }

  async copies(secretName: string): Promise<readonly SecretCopy[]> {
    const { ReplicationStatus = [] } = await withDenials(
      this.client.send(new DescribeSecretCommand({ SecretId: secretName })),
    );
    return ReplicationStatus.map(secretCopy);
  }
}

/** A copy as Secrets Manager describes it; one that says nothing of itself is not there yet. */
export function secretCopy({
  Region = '',
  Status = 'InProgress',
}: ReplicationStatusType): SecretCopy {
  return { region: Region, status: Status };
}

async function withDenials<Answer>(answer: Promise<Answer>): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SecretsManagerServiceException && error.name === ACCESS_DENIED) {
      throw new AccessDeniedError(error.message, { cause: error });
    }
    throw error;
  }
}
