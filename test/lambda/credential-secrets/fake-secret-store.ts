import type { SecretStore } from '../../../lambda/adapters/secrets-manager';

/** A store that knows only the secrets it was made with and remembers what is written. */
export class FakeSecretStore implements SecretStore {
  readonly writes: { secretName: string; value: string }[] = [];
  private readonly values: Map<string, string | undefined>;

  constructor(values: Readonly<Record<string, string | undefined>>) {
    this.values = new Map(Object.entries(values));
  }

  async tryRead(secretName: string): Promise<string | undefined> {
    if (!this.values.has(secretName)) throw new Error(`no secret ${secretName} was set up`);
    return this.values.get(secretName);
  }

  async write(secretName: string, value: string): Promise<void> {
    if (!this.values.has(secretName)) throw new Error(`no secret ${secretName} was set up`);
    this.values.set(secretName, value);
    this.writes.push({ secretName, value });
  }

  valueOf(secretName: string): string {
    return this.values.get(secretName) ?? '';
  }
}
