import type { DynaliteStore, ItemDb } from './dynalite-store';
import type { Journal } from './journal';
import { type MergeOutcome, mergeOutcome, type ReplicatedWrite } from './replicated-write';

/** How often each outcome befell writes from other regions, since the process started. */
export type MergeCounts = Readonly<Record<MergeOutcome, number>>;

/** A write from another region named a table that has no replica here. */
export class UnknownTableError extends Error {
  readonly code = 'KAPOK_TWIN_UNKNOWN_TABLE';

  constructor(readonly table: string) {
    super(`this region has no replica of table ${table}`);
  }
}

/** This region's replicas: their own writes are journalled, other regions' writes are merged. */
export class ReplicaTables {
  private readonly itemDbs = new Map<string, ItemDb>();
  private readonly counts: Record<MergeOutcome, number> = {
    applied: 0,
    discarded: 0,
    duplicate: 0,
  };

  constructor(
    private readonly store: DynaliteStore,
    private readonly journal: Journal,
    tableNames: readonly string[],
  ) {
    for (const table of tableNames) this.capture(table);
  }

  get mergeCounts(): MergeCounts {
    return { ...this.counts };
  }

  /** Merges writes from another region; resolves once all of them are durable here. */
  async merge(writes: readonly ReplicatedWrite[]): Promise<void> {
    for (const { table } of writes) {
      if (!this.itemDbs.has(table)) throw new UnknownTableError(table);
    }
    await Promise.all(writes.map((write) => this.mergeOne(write)));
  }

  /**
   * Takes the place of the store's own put and delete, which dynalite calls under the item's lock
   * after the condition held: so a refused write leaves no version, and the state is the final one.
   */
  private capture(table: string): void {
    const itemDb = this.store.itemDb(table);
    this.itemDbs.set(table, itemDb);
    itemDb.put = (key, item, done) => {
      this.journal.writeLocally(table, key, item).then(() => done(null), done);
    };
    itemDb.del = (key, done) => {
      itemDb.get(key, (_error, existing) => {
        // A delete of nothing is no write: DynamoDB replicates changes of items only.
        if (existing === undefined) return done(null);
        this.journal.writeLocally(table, key, null).then(() => done(null), done);
      });
    };
  }

  /** Holds dynalite's own lock of the item from reading its version to writing the new state. */
  private mergeOne(write: ReplicatedWrite): Promise<void> {
    return new Promise((resolve, reject) => {
      this.itemDbs.get(write.table)?.lock(write.key, (release) => {
        const unlock = release(() => undefined);
        this.mergeLocked(write).finally(unlock).then(resolve, reject);
      });
    });
  }

  private async mergeLocked(write: ReplicatedWrite): Promise<void> {
    const current = await this.journal.versionOf(write.table, write.key);
    const outcome = mergeOutcome(current, write.version);
    if (outcome === 'applied') await this.journal.writeFromPeer(write);
    this.counts[outcome] += 1;
  }
}
