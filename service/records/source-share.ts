import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';
import { BATCHES_AT_ONCE } from './record-limits';

/** A batch takes some 50 ms; a second is the shortest that can be asked for. */
export const SHARE_RETRY_SECONDS = 1;

/**
 * Keeps every source to its own share of what is under way, so that one whose calls hang holds
 * nobody else. Nothing waits: a batch too many is refused at once.
 */
export class SourceShares {
  private readonly underWay = new Map<string, number>();

  constructor(private readonly random: () => number) {}

  /**
   * Does a source's work within its share.
   * @throws ServiceError `KAPOK_QUOTA` when its share is taken
   */
  async within<Result>(source: string, work: () => Promise<Result>): Promise<Result> {
    const batches = this.underWay.get(source) ?? 0;
    if (batches >= BATCHES_AT_ONCE) {
      throw new ServiceError('KAPOK_QUOTA', 'the source has batches enough under way', {
        fix: `send at most ${BATCHES_AT_ONCE} batches at once`,
        retryAfterSec: jitteredSeconds(SHARE_RETRY_SECONDS, this.random),
      });
    }
    this.underWay.set(source, batches + 1);
    try {
      return await work();
    } finally {
      this.underWay.set(source, (this.underWay.get(source) ?? 1) - 1);
    }
  }
}
