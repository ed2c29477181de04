import { LRUCache } from 'lru-cache';
import type { IClock } from '../clock';
import { ServiceError } from '../errors/service-error';
import { jitteredSeconds } from '../http/retry-after';

/**
 * Callers whose use is remembered; of more, those who were quiet longest start afresh. 65,536 of about
 * 150 bytes are 10 MB.
 */
export const CALLERS_COUNTED = 65_536;

/** What a caller may do in a process: `burst` at once, and `perMinute` in the long run. */
export interface QuotaOptions {
  readonly perMinute: number;
  readonly burst: number;
  /** What is counted, for the message: `look-ups of this member of staff`. */
  readonly of: string;
  /**
   * Callers that are remembered.
   * @default CALLERS_COUNTED
   */
  readonly callers?: number;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
}

interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** A share of each caller in this process, as a bucket of tokens that fills by the minute. */
export class Quota {
  private readonly buckets: LRUCache<string, Bucket>;

  constructor(private readonly options: QuotaOptions) {
    this.buckets = new LRUCache({ max: options.callers ?? CALLERS_COUNTED });
  }

  /**
   * Takes one; a caller that is refused loses nothing by having asked.
   * @throws ServiceError `KAPOK_QUOTA`
   */
  take(caller: string): void {
    const { perMinute, burst, clock, random, of } = this.options;
    const nowMs = clock.now();
    const { tokens, atMs } = this.buckets.get(caller) ?? { tokens: burst, atMs: nowMs };
    const gained = (Math.max(nowMs - atMs, 0) * perMinute) / 60_000;
    const held = Math.min(tokens + gained, burst);
    if (held >= 1) {
      this.buckets.set(caller, { tokens: held - 1, atMs: nowMs });
      return;
    }
    const retryAfterSec = jitteredSeconds(((1 - held) * 60) / perMinute, random);
    throw new ServiceError('KAPOK_QUOTA', `there were too many ${of}`, {
      fix: `ask again after ${retryAfterSec} seconds; ${perMinute} a minute are taken`,
      retryAfterSec,
    });
  }
}
