import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

/** A place for secrets that already have a name. */
export interface SecretStore {
  /** The current value, or undefined where there is none yet. */
  tryRead(secretName: string): Promise<string | undefined>;
  write(secretName: string, value: string): Promise<void>;
}

/** The secrets of the region a function runs in. */
export class SecretsManagerStore implements SecretStore {
  constructor(private readonly client = new SecretsManagerClient({})) {}

  async tryRead(secretName: string): Promise<string | undefined> {
    try {
      const { SecretString } = await this.client.send(
        new GetSecretValueCommand({ SecretId: secretName }),
      );
      return SecretString;
    } catch (error) {
      // Also the answer for a secret that exists without a value.
      if (error instanceof ResourceNotFoundException) return undefined;
      throw error;
    }
  }

  async write(secretName: string, value: string): Promise<void> {
    await this.client.send(
      new PutSecretValueCommand({ SecretId: secretName, SecretString: value }),
    );
  }
}
