import {
  AccessDeniedError,
  type CopyStatus,
  type SecretCopy,
  type SecretStore,
} from '../../../lambda/adapters/secrets-manager';
import type { FunctionClock } from '../../../lambda/credential-secrets/patience';

/** What can be wrong with the store for a while. */
export interface FakeSecretStoreOptions {
  /** Refuses every call until then. */
  readonly deniedUntilMs?: number;
  /** Refuses to write until then. @default as all calls */
  readonly writeDeniedUntilMs?: number;
  /**
   * How the copy in the other region stands, by when it is asked, how often was written and which.
   * @default always in sync
   */
  readonly copyStatus?: (nowMs: number, writes: number, secretName: string) => CopyStatus;
}

const START_MS = Date.parse('2022-01-10T00:00:00.000Z');

/** Time that passes only while somebody sleeps. */
export class FakeClock implements FunctionClock {
  private passedMs = 0;

  nowMs(): number {
    return this.passedMs;
  }

  wallMs(): number {
    return START_MS + this.passedMs;
  }

  async sleep(ms: number): Promise<void> {
    this.passedMs += ms;
  }
}

/** A store that knows only the secrets it was made with and remembers what is written. */
export class FakeSecretStore implements SecretStore {
  readonly clock = new FakeClock();
  readonly writes: { secretName: string; value: string }[] = [];
  private readonly values: Map<string, string | undefined>;

  constructor(
    values: Readonly<Record<string, string | undefined>>,
    private readonly options: FakeSecretStoreOptions = {},
  ) {
    this.values = new Map(Object.entries(values));
  }

  async tryRead(secretName: string): Promise<string | undefined> {
    this.check(secretName);
    return this.values.get(secretName);
  }

  async write(secretName: string, value: string): Promise<void> {
    this.check(secretName);
    this.checkAccess(this.options.writeDeniedUntilMs);
    this.values.set(secretName, value);
    this.writes.push({ secretName, value });
  }

  async copies(secretName: string): Promise<readonly SecretCopy[]> {
    this.check(secretName);
    const { copyStatus = () => 'InSync' } = this.options;
    const writes = this.writes.filter((write) => write.secretName === secretName).length;
    return [
      { region: 'ap-northeast-1', status: copyStatus(this.clock.nowMs(), writes, secretName) },
    ];
  }

  /** What an operator or a rotation does. */
  putByHand(secretName: string, value: string): void {
    this.values.set(secretName, value);
  }

  held(secretName: string): string {
    return this.values.get(secretName) ?? '';
  }

  private check(secretName: string): void {
    if (!this.values.has(secretName)) throw new Error(`no secret ${secretName} was set up`);
    this.checkAccess(this.options.deniedUntilMs);
  }

  private checkAccess(deniedUntilMs = 0): void {
    if (this.clock.nowMs() < deniedUntilMs) {
      throw new AccessDeniedError('access to KMS is not allowed');
    }
  }
}
