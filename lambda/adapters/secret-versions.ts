import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { type SecretCopy, secretCopy } from './secrets-manager';

/** Label of the version that everybody reads. */
export const CURRENT_STAGE = 'AWSCURRENT';

/** Label of the version that a rotation prepares. */
export const PENDING_STAGE = 'AWSPENDING';

/** A secret without its values. */
export interface SecretState {
  readonly rotationEnabled: boolean;
  /** Labels of each version that has any, by the version's id. */
  readonly stagesByVersion: Readonly<Record<string, readonly string[]>>;
  /** The copies in other regions that are not what the secret is. */
  readonly copiesBehind: readonly SecretCopy[];
}

/** The versions of secrets, as a rotation moves them. */
export interface SecretVersions {
  describe(secretId: string): Promise<SecretState>;
  /** The value that everybody reads, or undefined where there is none. */
  tryReadCurrent(secretId: string): Promise<string | undefined>;
  /** The value of a version in preparation, or undefined while it has none. */
  tryReadPending(secretId: string, versionId: string): Promise<string | undefined>;
  /** Gives a version in preparation its value; one that it has already stays. */
  writePending(secretId: string, versionId: string, value: string): Promise<void>;
  /** Makes a version the one that everybody reads, if `fromVersionId` still is. */
  promote(secretId: string, versionId: string, fromVersionId: string): Promise<void>;
  /** Ends the preparation of a version. */
  unmarkPending(secretId: string, versionId: string): Promise<void>;
}

/** The secrets of the region a function runs in. */
export class SecretsManagerVersions implements SecretVersions {
  constructor(private readonly client = new SecretsManagerClient({})) {}

  async describe(secretId: string): Promise<SecretState> {
    const answer = await this.client.send(new DescribeSecretCommand({ SecretId: secretId }));
    const { RotationEnabled, VersionIdsToStages = {}, ReplicationStatus = [] } = answer;
    return {
      // Absent before the first rotation, and perhaps while Secrets Manager tries the function out.
      rotationEnabled: RotationEnabled !== false,
      stagesByVersion: VersionIdsToStages,
      copiesBehind: ReplicationStatus.map(secretCopy).filter(({ status }) => status !== 'InSync'),
    };
  }

  tryReadCurrent(secretId: string): Promise<string | undefined> {
    return this.tryRead({ SecretId: secretId, VersionStage: CURRENT_STAGE });
  }

  tryReadPending(secretId: string, versionId: string): Promise<string | undefined> {
    return this.tryRead({ SecretId: secretId, VersionId: versionId, VersionStage: PENDING_STAGE });
  }

  async writePending(secretId: string, versionId: string, value: string): Promise<void> {
    try {
      await this.client.send(
        new PutSecretValueCommand({
          SecretId: secretId,
          ClientRequestToken: versionId,
          SecretString: value,
          VersionStages: [PENDING_STAGE],
        }),
      );
    } catch (error) {
      // Another attempt at the same step came first; a version has one value for ever.
      if (!(error instanceof ResourceExistsException)) throw error;
    }
  }

  async promote(secretId: string, versionId: string, fromVersionId: string): Promise<void> {
    await this.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: CURRENT_STAGE,
        MoveToVersionId: versionId,
        RemoveFromVersionId: fromVersionId,
      }),
    );
  }

  async unmarkPending(secretId: string, versionId: string): Promise<void> {
    await this.client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: secretId,
        VersionStage: PENDING_STAGE,
        RemoveFromVersionId: versionId,
      }),
    );
  }

  private async tryRead(
    sought: ConstructorParameters<typeof GetSecretValueCommand>[0],
  ): Promise<string | undefined> {
    try {
      const { SecretString } = await this.client.send(new GetSecretValueCommand(sought));
      // A binary value is a value too, and no text that anybody takes for a valid one.
      return SecretString ?? '';
    } catch (error) {
      // Secrets Manager labels the version before the rotation gives it a value.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }
}
