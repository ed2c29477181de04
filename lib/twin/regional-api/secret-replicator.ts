import type { Clock } from '../clock';
import { RETRY_SEC } from '../global-table/peer-link';
import type { SecretStore, StoredSecret } from './secret-store';
import { replicaRegionsOf } from './secrets-manager';

/** A secret's whole content on its way to a replica region. */
export interface ReplicatedSecret {
  readonly secretName: string;
  readonly revision: number;
  readonly versions: StoredSecret['versions'];
}

/** Delivers a secret to a region; resolves once that region has it on disk. */
export type DeliverSecret = (region: string, secret: ReplicatedSecret) => Promise<void>;

/** Ships every secret whose primary is this region to the regions that have not confirmed it. */
export class SecretReplicator {
  private cancelTimer: (() => void) | undefined;
  private stopped = false;
  private round: Promise<void> = Promise.resolve();

  constructor(
    private readonly region: string,
    private readonly store: SecretStore,
    private readonly clock: Clock,
    private readonly deliver: DeliverSecret,
  ) {}

  /** Ships what is due after `seconds` of clock time. */
  wakeAfter(seconds: number): void {
    this.cancelTimer?.();
    if (this.stopped) return;
    this.cancelTimer = this.clock.after(seconds, () => {
      this.round = this.round.then(() => this.shipAll());
    });
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
  }

  /** Takes over another region's secret unless a newer revision is here. */
  async merge({ secretName, revision, versions }: ReplicatedSecret): Promise<void> {
    const current = this.store.read(secretName);
    if (revision <= current.revision) return;
    await this.store.replace(secretName, { ...current, revision, versions });
  }

  private async shipAll(): Promise<void> {
    const own = this.store.declarations.filter(
      ({ primaryRegion }) => primaryRegion === this.region,
    );
    const results = await Promise.allSettled(
      own.flatMap((secret) =>
        replicaRegionsOf(secret).map((replica) => this.ship(secret.secretName, replica)),
      ),
    );
    if (results.some(({ status }) => status === 'rejected')) this.wakeAfter(RETRY_SEC);
  }

  private async ship(secretName: string, replica: string): Promise<void> {
    const { revision, versions, confirmed } = this.store.read(secretName);
    if ((confirmed[replica] ?? 0) >= revision) return;
    await this.deliver(replica, { secretName, revision, versions });
    const now = this.store.read(secretName);
    const confirmedNow = { ...now.confirmed, [replica]: revision };
    await this.store.replace(secretName, { ...now, confirmed: confirmedNow });
  }
}
