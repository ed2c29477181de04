import type { IClock } from '../clock';

/** How far back is looked, seconds: long enough for a share of few calls, short enough to be news. */
export const HEALTH_SECONDS = 10;

/** What is quicker counts as this. */
const SHORTEST_MS = 0.25;

/** Buckets for each doubling: a percentile comes out at most 19 % too high (2^(1/4)). */
const BUCKETS_PER_DOUBLING = 4;

/** From 0.25 ms over 16 doublings to 16.4 s, beyond the longest call of the store. */
const BUCKETS = 16 * BUCKETS_PER_DOUBLING + 1;

/** How the store did lately. */
export interface StoreReading {
  /** From 0 to 1; 0 when nothing was asked. */
  readonly failureShare: number;
  /** Nine of ten calls took at most this; 0 when nothing was asked. */
  readonly p90Ms: number;
  readonly calls: number;
}

interface Second {
  at: number;
  calls: number;
  failures: number;
  readonly counts: Uint32Array;
}

/** Counts calls of the store over the last `HEALTH_SECONDS`. */
export class StoreHealth {
  private readonly seconds: readonly Second[] = Array.from({ length: HEALTH_SECONDS }, () => ({
    at: Number.NEGATIVE_INFINITY,
    calls: 0,
    failures: 0,
    counts: new Uint32Array(BUCKETS),
  }));

  constructor(private readonly clock: Pick<IClock, 'now'>) {}

  /** Counts one call that the store answered, or not, after so many milliseconds. */
  record(ok: boolean, ms: number): void {
    const second = this.currentSecond();
    const bucket = bucketOf(ms);
    second.calls += 1;
    if (!ok) second.failures += 1;
    second.counts[bucket] = (second.counts[bucket] ?? 0) + 1;
  }

  /** What was counted lately. */
  read(): StoreReading {
    const now = this.secondNow();
    const recent = this.seconds.filter(({ at }) => at > now - HEALTH_SECONDS && at <= now);
    const calls = recent.reduce((sum, second) => sum + second.calls, 0);
    if (calls === 0) return { failureShare: 0, p90Ms: 0, calls };
    const failures = recent.reduce((sum, second) => sum + second.failures, 0);
    return { failureShare: failures / calls, p90Ms: p90Of(recent, calls), calls };
  }

  private currentSecond(): Second {
    const now = this.secondNow();
    const second = this.seconds[now % HEALTH_SECONDS] as Second;
    if (second.at !== now) {
      second.at = now;
      second.calls = 0;
      second.failures = 0;
      second.counts.fill(0);
    }
    return second;
  }

  private secondNow(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}

function bucketOf(ms: number): number {
  if (!(ms > SHORTEST_MS)) return 0;
  const bucket = Math.ceil(Math.log2(ms / SHORTEST_MS) * BUCKETS_PER_DOUBLING);
  return Math.min(bucket, BUCKETS - 1);
}

function p90Of(recent: readonly Second[], calls: number): number {
  const needed = calls * 0.9;
  let seen = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket += 1) {
    for (const { counts } of recent) seen += counts[bucket] ?? 0;
    if (seen >= needed) return SHORTEST_MS * 2 ** (bucket / BUCKETS_PER_DOUBLING);
  }
  return SHORTEST_MS * 2 ** ((BUCKETS - 1) / BUCKETS_PER_DOUBLING);
}
