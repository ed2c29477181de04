import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CONNECTION_TIMEOUT_MS, REQUEST_TIMEOUT_MS } from '../store/dynamo-client';
import { SecretValueError } from './secret-values';

/** Where secrets are read. */
export interface ISecretReader {
  /** The current text of a secret. */
  read(name: string): Promise<string>;
}

/** The region's replica of the secrets. */
export class SecretsManagerReader implements ISecretReader {
  private readonly client: SecretsManagerClient;

  constructor(region: string) {
    this.client = new SecretsManagerClient({
      region,
      // Retried by the caller, for as long as it takes.
      maxAttempts: 1,
      requestHandler: {
        connectionTimeout: CONNECTION_TIMEOUT_MS,
        requestTimeout: REQUEST_TIMEOUT_MS,
        throwOnRequestTimeout: true,
      },
    });
  }

  async read(name: string): Promise<string> {
    const { SecretString } = await this.client.send(new GetSecretValueCommand({ SecretId: name }));
    if (SecretString === undefined) throw new SecretValueError('a secret has no text');
    return SecretString;
  }
}
