import type { Clock } from '../clock';
import { REPLICATION_LAG_SEC, type Twin } from '../twin';

/** Twin seconds between two looks. */
const LOOK_EVERY_SEC = 10;

/** Looks at replication while every region runs and keeps the longest lag. */
export class ReplicationWatch {
  private longestSec: number | undefined;
  private cancel: (() => void) | undefined;
  private underWay: Promise<void> = Promise.resolve();
  private failure: unknown;

  constructor(
    private readonly twin: Twin,
    private readonly clock: Clock,
  ) {}

  /** Longest lag seen so far, seconds; undefined before the first look at a write. */
  get longestLagSec(): number | undefined {
    return this.longestSec;
  }

  /** Looks every LOOK_EVERY_SEC until stopped. */
  start(): void {
    this.cancel = this.clock.after(LOOK_EVERY_SEC, () => {
      this.underWay = this.underWay
        .then(() => this.look())
        .catch((error: unknown) => {
          this.failure ??= error;
        });
      this.start();
    });
  }

  /**
   * Looks no more and waits for the look under way.
   * @throws what kept a look from being taken
   */
  async stop(): Promise<void> {
    this.cancel?.();
    await this.underWay;
    if (this.failure !== undefined) throw this.failure;
  }

  private async look(): Promise<void> {
    for (const { peers } of await this.twin.replicationStatus()) {
      for (const { replicationLagMs } of Object.values(peers)) {
        if (replicationLagMs === undefined) continue;
        this.longestSec = Math.max(this.longestSec ?? 0, this.realLagSec(replicationLagMs));
      }
    }
  }

  /**
   * The declared lag passes on the twin's clock, but the shipping is work of this machine and
   * takes wall time: only what exceeds the declared lag is divided by the clock rate.
   */
  private realLagSec(lagMs: number): number {
    const workSec = Math.max(0, lagMs / 1000 - REPLICATION_LAG_SEC) / this.clock.rate;
    return Math.min(lagMs / 1000, REPLICATION_LAG_SEC) + workSec;
  }
}
