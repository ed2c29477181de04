import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';
import type { QuietLog } from '../logging/quiet-log';
import type { IRunning } from '../running';
import { STORE_RETRY_SECONDS } from '../store/store-error';
import {
  type AuditContent,
  type AuditEntry,
  type AuditedReading,
  type ChainHead,
  GENESIS,
  headOf,
  seal,
} from './audit-entry';
import type { AuditOutcome, IAuditStore } from './audit-store';

/**
 * Between two lines in the log that say how far the chain is, beside those of its start and its end:
 * whoever cuts it must cut the log too, and who reads it on the same day finds all but the last hour.
 */
export const ANCHOR_SECONDS = 60 * 60;

/**
 * Readings that may wait for their entries: links follow one another, so at 10 ms each the last of 64
 * waits 0.6 s, and while the store is slow nobody waits for 6 s times a queue.
 */
export const MOST_WAITING = 64;

/** Processes of one instance that start in one millisecond take the next ones. */
const START_ATTEMPTS = 8;

/** What an `AuditTrail` needs. */
export interface AuditTrailOptions {
  readonly store: IAuditStore;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly region: string;
  readonly instance: string;
  readonly log: Pick<QuietLog, 'failure' | 'note'>;
}

/**
 * Puts every reading of staff on record before it happens, in a chain of this process. When it is not
 * known whether an entry was stored, a new chain begins and names where the old one was certain, so a
 * chain has no gap that a failure could explain.
 */
export class AuditTrail implements IRunning {
  /** An audit needs nothing before it is written. */
  readonly ready = Promise.resolve();
  private head: ChainHead | undefined;
  /** Start of the newest chain that was tried, epoch milliseconds. */
  private startedMs = 0;
  private former: ChainHead | undefined;
  private waiting = 0;
  private last: Promise<unknown> = Promise.resolve();
  private stopAnchors: () => void = () => undefined;

  constructor(private readonly options: AuditTrailOptions) {}

  /** Says every hour how far the chain is. */
  start(): void {
    this.stopAnchors = this.options.clock.every(ANCHOR_SECONDS, () => this.sayHead());
  }

  /** Says it for the last time. */
  stop(): void {
    this.stopAnchors();
    this.sayHead();
  }

  /**
   * Puts a reading on record; what it allows may happen afterwards only.
   * @throws ServiceError `KAPOK_AUDIT_UNAVAILABLE`
   */
  async record(reading: AuditedReading): Promise<void> {
    if (this.waiting >= MOST_WAITING) throw this.unavailable(undefined);
    this.waiting += 1;
    const turn = this.last.then(() => this.extend(reading));
    // The next one waits for the outcome, whatever it is.
    this.last = turn.catch(() => undefined);
    try {
      await turn;
    } catch (error) {
      this.options.log.failure({ err: error }, 'a reading could not be put on record');
      throw this.unavailable(error);
    } finally {
      this.waiting -= 1;
    }
  }

  private async extend(reading: AuditedReading): Promise<void> {
    const head = this.head ?? (await this.begin());
    // Unknown until the store has answered: what comes after a failure begins a new chain.
    this.head = undefined;
    this.former = head;
    const entry = this.sealed(head.chain, head.seq + 1, reading, head.hash);
    await this.put(entry, 'the place of an audit entry is taken by another one');
    this.head = headOf(entry);
  }

  /** A new chain with its anchor. */
  private async begin(): Promise<ChainHead> {
    const { former } = this;
    const after = former && { chain: former.chain, seq: former.seq };
    for (let attempt = 0; attempt < START_ATTEMPTS; attempt += 1) {
      const content: AuditContent = { action: 'anchor', ...(after && { after }) };
      const entry = this.sealed(this.nextChain(), 0, content, former?.hash ?? GENESIS);
      if ((await this.options.store.append(entry)) === 'stored') {
        const head = headOf(entry);
        this.say(head);
        return head;
      }
    }
    throw new Error('other processes have all the names that a chain could have');
  }

  private nextChain(): string {
    const { clock, region, instance } = this.options;
    this.startedMs = Math.max(clock.now(), this.startedMs + 1);
    return `audit#${region}#${instance}#${new Date(this.startedMs).toISOString()}`;
  }

  private sealed(chain: string, seq: number, content: AuditContent, previous: string): AuditEntry {
    const at = new Date(this.options.clock.now()).toISOString();
    return seal({ chain, seq, at, content, previous });
  }

  private async put(entry: AuditEntry, taken: string): Promise<void> {
    const outcome: AuditOutcome = await this.options.store.append(entry);
    if (outcome === 'taken') throw new Error(taken);
  }

  private sayHead(): void {
    const head = this.head ?? this.former;
    if (head !== undefined) this.say(head);
  }

  private say(head: ChainHead): void {
    this.options.log.note({ ...head }, 'the audit goes as far as this');
  }

  private unavailable(cause: unknown): ServiceError {
    const retryAfterSec = jitteredSeconds(STORE_RETRY_SECONDS, this.options.random);
    return new ServiceError(
      'KAPOK_AUDIT_UNAVAILABLE',
      'the reading could not be put on record, so nothing was read',
      { fix: `ask again after ${retryAfterSec} seconds`, retryAfterSec, cause },
    );
  }
}
