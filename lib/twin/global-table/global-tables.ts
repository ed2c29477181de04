import type { TableTopology } from '../../topology/topology';
import type { Clock } from '../clock';
import type { DynaliteStore } from './dynalite-store';
import { Journal } from './journal';
import { type Deliver, PeerLink, type PeerLinkStatus } from './peer-link';
import { type MergeCounts, ReplicaTables } from './replica-tables';
import type { ReplicatedWrite } from './replicated-write';

/** From a write to its shipping, in clock seconds: AWS says replicas usually follow within a second. */
export const DEFAULT_REPLICATION_LAG_SEC = 0.5;

/** A table whose replicas must agree before a write is acknowledged: the twin has none of those. */
export class StrongConsistencyError extends Error {
  readonly code = 'KAPOK_TWIN_STRONG_CONSISTENCY';

  constructor(readonly table: string) {
    super(
      `table ${table} is multi-Region strongly consistent, and the twin emulates eventual only`,
    );
  }
}

/** What the replicas of one region need. */
export interface GlobalTablesOptions {
  readonly region: string;
  readonly tables: readonly TableTopology[];
  readonly clock: Clock;
  readonly replicationLagSec: number;
  readonly deliver: Deliver;
}

/** How replication of one region stands. */
export interface GlobalTablesStatus {
  readonly peers: Readonly<Record<string, PeerLinkStatus>>;
  /** What became of writes from other regions; `discarded` counts each conflict won here. */
  readonly received: MergeCounts;
}

/** One region's replicas of the global tables, and their replication to every other region. */
export class GlobalTables {
  private constructor(
    private readonly replicas: ReplicaTables,
    private readonly links: ReadonlyMap<string, PeerLink>,
  ) {}

  /** Makes the tables that have a replica in the region, and starts to ship what was left unshipped. */
  static async open(store: DynaliteStore, options: GlobalTablesOptions): Promise<GlobalTables> {
    const { region, clock, deliver, replicationLagSec: lagSec } = options;
    const tables = options.tables.filter((table) => table.replicaRegions.includes(region));
    for (const table of tables) {
      if (table.consistency === 'strong') throw new StrongConsistencyError(table.tableName);
      await store.ensureTable(table);
    }
    const peers = [...new Set(tables.flatMap((table) => table.replicaRegions))].filter(
      (peer) => peer !== region,
    );
    const journal = await Journal.open(store.db, region, () => clock.now(), peers);
    const names = tables.map((table) => table.tableName);
    const links = new Map(
      peers.map((peer) => {
        const shared = tables.filter((table) => table.replicaRegions.includes(peer));
        const sharedNames = new Set(shared.map((table) => table.tableName));
        const replicates = (table: string) => sharedNames.has(table);
        return [peer, new PeerLink({ peer, journal, clock, deliver, lagSec, replicates })];
      }),
    );
    journal.onWrite(() => {
      for (const link of links.values()) link.wake();
    });
    for (const link of links.values()) link.wake();
    return new GlobalTables(new ReplicaTables(store, journal, names), links);
  }

  /** Merges writes shipped by another region. */
  merge(writes: readonly ReplicatedWrite[]): Promise<void> {
    return this.replicas.merge(writes);
  }

  /** The links to one peer, or to all when none is named; none for a region that is no peer. */
  linksTo(peer?: string): PeerLink[] {
    if (peer === undefined) return [...this.links.values()];
    const link = this.links.get(peer);
    return link === undefined ? [] : [link];
  }

  async status(): Promise<GlobalTablesStatus> {
    const peers: Record<string, PeerLinkStatus> = {};
    for (const [peer, link] of this.links) peers[peer] = await link.status();
    return { peers, received: this.replicas.mergeCounts };
  }

  /** Ships nothing more; what is pending stays in the journal. */
  stop(): void {
    for (const link of this.links.values()) link.stop();
  }
}
