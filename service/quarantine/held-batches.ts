import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';
import { BREAKER_WINDOW_SECONDS } from './blast-radius';

/**
 * Batches of one source that a process puts in quarantine in the breaker's window: 30 of 60 kB are
 * 1.8 MB, and more than a second person reads in ten minutes. A source that goes on is refused, so it
 * cannot fill the table, or hide a batch among thousands.
 */
export const HELD_PER_WINDOW = 30;

/** Before a source that was refused asks again: a tenth of the window. */
export const HELD_RETRY_SECONDS = BREAKER_WINDOW_SECONDS / 10;

/** Counts what each source had put in quarantine lately. */
export class HeldBatches {
  private readonly bySource = new Map<string, Map<string, number>>();

  constructor(
    private readonly clock: IClock,
    private readonly random: () => number,
  ) {}

  /**
   * Notes a batch; the same one again is no other.
   * @throws ServiceError `KAPOK_QUOTA` when the source has too many
   */
  note(source: string, batchId: string): void {
    const nowMs = this.clock.now();
    const held = this.bySource.get(source) ?? new Map<string, number>();
    this.bySource.set(source, held);
    for (const [other, atMs] of held) {
      if (nowMs - atMs >= BREAKER_WINDOW_SECONDS * 1000) held.delete(other);
    }
    if (!held.has(batchId) && held.size >= HELD_PER_WINDOW) {
      throw new ServiceError('KAPOK_QUOTA', 'the source has batches enough in quarantine', {
        fix: 'ask a supervisor to look at them; send what turns nobody meanwhile',
        retryAfterSec: jitteredSeconds(HELD_RETRY_SECONDS, this.random),
      });
    }
    held.set(batchId, held.get(batchId) ?? nowMs);
  }
}
