import { DynaliteStore, type Level, type StoreOperation } from './dynalite-store';
import { GroupCommit, putJson, putText } from './group-commit';
import type { Item, ReplicatedWrite } from './replicated-write';
import { type Version, VersionClock } from './version';

/** A write made in this region, at its place in the order of commits. */
export interface JournalEntry {
  readonly sequence: number;
  readonly write: ReplicatedWrite;
}

/** What the journal needs of LevelDB. */
type JournalStore = Pick<Level, 'get' | 'batch' | 'iterator' | 'clear'>;

const HIGH_WATER_KEY = 'high-water';
const JOURNAL_PREFIX = 'journal~';
// The character after '~': no journal key reaches it.
const JOURNAL_END = 'journal\x7f';
/** 16 digits hold every safe integer (2^53 is about 9.0e15), so keys sort as numbers do. */
const SEQUENCE_DIGITS = 16;

function journalKey(sequence: number): string {
  return JOURNAL_PREFIX + String(sequence).padStart(SEQUENCE_DIGITS, '0');
}

function sequenceOf(key: string): number {
  return Number(key.slice(JOURNAL_PREFIX.length));
}

function versionKey(table: string, key: string): string {
  return `version~${table}~${key}`;
}

function positionKey(peer: string): string {
  return `position~${peer}`;
}

/**
 * The durable record of what this region wrote and how far each peer has it. An item, its version
 * and its journal entry are one atomic batch, so none of them can survive a kill without the others.
 */
export class Journal {
  private readonly commits: GroupCommit;
  private assigned: number;
  private committed: number;
  private readonly listeners: (() => void)[] = [];

  private constructor(
    private readonly db: JournalStore,
    private readonly clock: VersionClock,
    private readonly positions: Map<string, number>,
    lastSequence: number,
  ) {
    this.commits = new GroupCommit(db);
    this.assigned = lastSequence;
    this.committed = lastSequence;
  }

  /** Reads back where the region stood; without peers nothing is kept for shipping. */
  static async open(
    db: JournalStore,
    region: string,
    nowMs: () => number,
    peers: readonly string[],
  ): Promise<Journal> {
    const positions = new Map<string, number>();
    for (const peer of peers) {
      positions.set(peer, ((await db.get(positionKey(peer))) as number | undefined) ?? 0);
    }
    const confirmedByAll = Math.min(...positions.values());
    await db.clear({ gte: JOURNAL_PREFIX, lte: journalKey(confirmedByAll) });
    const last = await db
      .iterator({ gte: JOURNAL_PREFIX, lt: JOURNAL_END, reverse: true, limit: 1 })
      .all();
    const lastSequence = Math.max(
      0,
      ...positions.values(),
      ...last.map(([key]) => sequenceOf(key)),
    );
    const highWaterUs = ((await db.get(HIGH_WATER_KEY)) as number | undefined) ?? 0;
    return new Journal(db, new VersionClock(region, nowMs, highWaterUs), positions, lastSequence);
  }

  /** Hears of every write made in this region once it is durable. */
  onWrite(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Makes a write of this region durable: the item, its new version and the entry to ship. */
  async writeLocally(table: string, key: string, item: Item | null): Promise<void> {
    const version = this.clock.next();
    const itemText = JSON.stringify(item);
    const operations = this.itemOperations(table, key, version, item === null ? null : itemText);
    if (this.positions.size === 0) return this.commits.commit(operations);
    this.assigned += 1;
    const sequence = this.assigned;
    const envelope = JSON.stringify({ table, key, version });
    // The item is spliced in as text, so that it is serialised once and not twice.
    operations.push(putText(journalKey(sequence), `${envelope.slice(0, -1)},"item":${itemText}}`));
    await this.commits.commit(operations);
    this.committed = sequence;
    for (const listener of this.listeners) listener();
  }

  /** Makes another region's write durable here; it is not journalled, its origin ships it to all. */
  async writeFromPeer({ table, key, version, item }: ReplicatedWrite): Promise<void> {
    this.clock.observe(version);
    const itemText = item === null ? null : JSON.stringify(item);
    await this.commits.commit(this.itemOperations(table, key, version, itemText));
  }

  /** The version of the last write of an item, deletes included. */
  async versionOf(table: string, key: string): Promise<Version | undefined> {
    return (await this.db.get(versionKey(table, key))) as Version | undefined;
  }

  /** Up to `limit` entries that the peer has not confirmed, oldest first. */
  async pendingEntries(peer: string, limit: number): Promise<JournalEntry[]> {
    if (this.pendingCount(peer) === 0) return [];
    const range = { gt: journalKey(this.position(peer)), lte: journalKey(this.committed), limit };
    const entries = await this.db.iterator(range).all();
    return entries.map(([key, write]) => ({
      sequence: sequenceOf(key),
      write: write as ReplicatedWrite,
    }));
  }

  /** How many entries the peer has not confirmed. */
  pendingCount(peer: string): number {
    return this.committed - this.position(peer);
  }

  /** Remembers, durably, that the peer has everything up to `sequence`; forgets what all peers have. */
  async confirm(peer: string, sequence: number): Promise<void> {
    const keptBefore = Math.min(...this.positions.values());
    this.positions.set(peer, sequence);
    await this.commits.commit([putJson(positionKey(peer), sequence)]);
    const keptNow = Math.min(...this.positions.values());
    if (keptNow > keptBefore) {
      await this.db.clear({ gt: journalKey(keptBefore), lte: journalKey(keptNow) });
    }
  }

  private position(peer: string): number {
    return this.positions.get(peer) ?? 0;
  }

  private itemOperations(
    table: string,
    key: string,
    version: Version,
    itemText: string | null,
  ): StoreOperation[] {
    const itemKey = DynaliteStore.itemKey(table, key);
    return [
      itemText === null ? { type: 'del', key: itemKey } : putText(itemKey, itemText),
      putJson(versionKey(table, key), version),
      putJson(HIGH_WATER_KEY, this.clock.highWaterUs),
    ];
  }
}
