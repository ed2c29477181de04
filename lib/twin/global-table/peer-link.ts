import type { Clock } from '../clock';
import type { Journal, JournalEntry } from './journal';
import type { ReplicatedWrite } from './replicated-write';

/** Most writes in one shipment: 100 health facts of about 1 KB are 100 KB. */
export const SHIPMENT_WRITES = 100;

/** Shortest wall-clock time between two shipments that are not full, so that few writes cost few requests. */
export const SHIPMENT_INTERVAL_MS = 20;

/** Clock time after which an unreachable peer is tried again. */
export const RETRY_SEC = 1;

/** Delivers writes to a peer; resolves once the peer has them on disk. */
export type Deliver = (peer: string, writes: readonly ReplicatedWrite[]) => Promise<void>;

/** How replication to one peer stands. */
export interface PeerLinkStatus {
  /** Writes of this region that the peer has not confirmed. */
  readonly pending: number;
  /**
   * From the write here to its confirmation there, for the last write shipped, or the age of the
   * oldest unconfirmed write where that is more; clock milliseconds, absent before the first write.
   */
  readonly replicationLagMs?: number;
  /** Writes the peer confirmed since the process started. */
  readonly shipped: number;
  readonly paused: boolean;
  /** Why the last shipment failed; absent when it did not. */
  readonly failure?: string;
}

/** What a link needs. */
export interface PeerLinkOptions {
  readonly peer: string;
  readonly journal: Pick<Journal, 'pendingCount' | 'pendingEntries' | 'confirm'>;
  readonly clock: Clock;
  readonly deliver: Deliver;
  readonly lagSec: number;
  /** Whether the peer holds a replica of the table. */
  readonly replicates: (table: string) => boolean;
}

/** Ships this region's journal to one peer, in order, each write no sooner than the lag after it was made. */
export class PeerLink {
  private lagSec: number;
  private paused = false;
  private stopped = false;
  private busy = false;
  private cancelTimer: (() => void) | undefined;
  private shipped = 0;
  private lastLagMs: number | undefined;
  private failure: string | undefined;

  constructor(private readonly options: PeerLinkOptions) {
    this.lagSec = options.lagSec;
  }

  /** Hears that there may be something to ship; does nothing while a timer or a shipment will see to it. */
  wake(): void {
    if (!this.busy && this.cancelTimer === undefined) void this.ship();
  }

  /** Ships again at once what waited for a retry, say because the peer has a new address. */
  retryNow(): void {
    this.clearTimer();
    this.wake();
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.retryNow();
  }

  setLag(lagSec: number): void {
    this.lagSec = lagSec;
    this.retryNow();
  }

  stop(): void {
    this.stopped = true;
    this.clearTimer();
  }

  async status(): Promise<PeerLinkStatus> {
    const { peer, journal } = this.options;
    const [oldest] = await journal.pendingEntries(peer, 1);
    const lags = [this.lastLagMs, oldest && this.ageMs(oldest)].filter((lag) => lag !== undefined);
    return {
      pending: journal.pendingCount(peer),
      ...(lags.length > 0 && { replicationLagMs: Math.max(...lags) }),
      shipped: this.shipped,
      paused: this.paused,
      ...(this.failure !== undefined && { failure: this.failure }),
    };
  }

  private async ship(): Promise<void> {
    this.busy = true;
    try {
      let waitSec: number | undefined = 0;
      while (waitSec === 0) waitSec = this.halted() ? undefined : await this.shipOnce();
      if (waitSec !== undefined) this.wakeAfter(waitSec);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
      this.wakeAfter(RETRY_SEC);
    } finally {
      this.busy = false;
    }
    // A write that came between the last look at the journal and here found the link busy.
    if (!this.halted() && this.options.journal.pendingCount(this.options.peer) > 0) this.wake();
  }

  /** Ships what is due; returns how long to wait before the next look, or undefined for no pending write. */
  private async shipOnce(): Promise<number | undefined> {
    const { peer, journal, clock } = this.options;
    const pending = await journal.pendingEntries(peer, SHIPMENT_WRITES);
    const firstNotDue = pending.findIndex((entry) => this.ageMs(entry) < this.lagSec * 1000);
    const due = firstNotDue === -1 ? pending : pending.slice(0, firstNotDue);
    const [next] = pending;
    if (next === undefined) return undefined;
    const [last] = due.slice(-1);
    if (last === undefined) return Math.max(this.lagSec - this.ageMs(next) / 1000, Number.EPSILON);
    await this.deliver(due.map(({ write }) => write));
    this.shipped += due.length;
    this.lastLagMs = this.ageMs(last);
    await journal.confirm(peer, last.sequence);
    return due.length === SHIPMENT_WRITES ? 0 : (SHIPMENT_INTERVAL_MS / 1000) * clock.rate;
  }

  private async deliver(writes: readonly ReplicatedWrite[]): Promise<void> {
    const { peer, deliver, replicates } = this.options;
    const wanted = writes.filter(({ table }) => replicates(table));
    if (wanted.length > 0) await deliver(peer, wanted);
    this.failure = undefined;
  }

  private ageMs({ write }: JournalEntry): number {
    return this.options.clock.now() - write.version.timestampUs / 1000;
  }

  private halted(): boolean {
    return this.paused || this.stopped;
  }

  private wakeAfter(seconds: number): void {
    if (this.stopped) return;
    this.cancelTimer = this.options.clock.after(seconds, () => {
      this.cancelTimer = undefined;
      this.wake();
    });
  }

  private clearTimer(): void {
    this.cancelTimer?.();
    this.cancelTimer = undefined;
  }
}
