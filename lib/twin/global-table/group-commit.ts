import type { Level, StoreOperation } from './dynalite-store';

interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** A batch operation that stores `value` as JSON. */
export function putJson(key: string, value: unknown): StoreOperation {
  return putText(key, JSON.stringify(value));
}

/** A batch operation that stores text which is JSON already. */
export function putText(key: string, value: string): StoreOperation {
  return { type: 'put', key, value, valueEncoding: 'utf8' };
}

/**
 * Writes batches to LevelDB one after the other, in the order they were asked for; whatever is asked
 * for while a batch is under way goes into the next one. Each request is atomic, and is on disk (in
 * the log the kernel holds, so a killed process loses nothing) when its promise resolves.
 */
export class GroupCommit {
  private queued: StoreOperation[] = [];
  private waiters: Waiter[] = [];
  private writing = false;

  constructor(private readonly db: Pick<Level, 'batch'>) {}

  /** Writes the operations together. */
  commit(operations: readonly StoreOperation[]): Promise<void> {
    return new Promise((resolve, reject) => {
      this.queued.push(...operations);
      this.waiters.push({ resolve, reject });
      if (!this.writing) void this.write();
    });
  }

  private async write(): Promise<void> {
    this.writing = true;
    while (this.waiters.length > 0) {
      const { queued, waiters } = this;
      this.queued = [];
      this.waiters = [];
      try {
        await this.db.batch(queued);
        for (const waiter of waiters) waiter.resolve();
      } catch (error) {
        for (const waiter of waiters) waiter.reject(error);
      }
    }
    this.writing = false;
  }
}
