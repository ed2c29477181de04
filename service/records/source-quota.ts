import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';
import type { SourceOwner } from './record-kinds';
import { MAX_BATCH } from './record-limits';

/** A source that kept quiet may send this many seconds' worth at once. */
export const BURST_SECONDS = 60;

/** What `SourceQuotas` needs. */
export interface SourceQuotasOptions {
  readonly clock: IClock;
  readonly random: () => number;
}

interface Bucket {
  tokens: number;
  filledAtMs: number;
}

/**
 * What this process takes of each source: a bucket of records that fills by `recordsPerMinute` and
 * holds a minute's worth, and always one batch. Sources are those of the register, so there are few.
 */
export class SourceQuotas {
  private readonly buckets = new Map<string, Bucket>();

  constructor(private readonly options: SourceQuotasOptions) {}

  /**
   * Turns a source away that has used up its share, and changes nothing.
   * @throws ServiceError `KAPOK_QUOTA`
   */
  check(owner: SourceOwner, records = 1): void {
    const { tokens } = this.filled(owner);
    if (tokens >= records) return;
    const seconds = ((records - tokens) * 60) / owner.recordsPerMinute;
    throw new ServiceError('KAPOK_QUOTA', 'the source has sent more records than its share', {
      fix: `send at most ${owner.recordsPerMinute} records a minute`,
      retryAfterSec: jitteredSeconds(seconds, this.options.random),
    });
  }

  /**
   * Takes the records of a batch out of the source's share, all or none.
   * @throws ServiceError `KAPOK_QUOTA`
   */
  take(owner: SourceOwner, records: number): void {
    this.check(owner, records);
    this.filled(owner).tokens -= records;
  }

  private filled({ source, recordsPerMinute }: SourceOwner): Bucket {
    const nowMs = this.options.clock.now();
    const size = Math.max((recordsPerMinute * BURST_SECONDS) / 60, MAX_BATCH);
    const bucket = this.buckets.get(source) ?? { tokens: size, filledAtMs: nowMs };
    this.buckets.set(source, bucket);
    const gained = (Math.max(nowMs - bucket.filledAtMs, 0) * recordsPerMinute) / 60_000;
    bucket.tokens = Math.min(bucket.tokens + gained, size);
    bucket.filledAtMs = nowMs;
    return bucket;
  }
}
