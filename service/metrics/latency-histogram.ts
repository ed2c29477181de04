/**
 * Latencies as counts in buckets of equal ratio, so that any percentile comes out within 6 % whatever
 * its size and nothing is allocated for a request.
 *
 * Bucket k holds `SHORTEST_MS * 2^(k/6)` up to the next one: 6 buckets for each doubling, 16
 * doublings from 0.5 ms to 32,768 ms make 96. A bucket stands for its geometric middle, which is at
 * most `2^(1/12) - 1` = 5.9 % from any value in it. What is shorter or longer has a bucket of its own:
 * 98 in all, and a metric takes at most 100 values.
 */

/** What is shorter counts as this: no answer that does any work is quicker. */
export const SHORTEST_MS = 0.5;

/** What is longer counts as this: five times the 6 s after which the store is given up. */
export const LONGEST_MS = 32_768;

/** Buckets for each doubling. */
export const BUCKETS_PER_DOUBLING = 6;

const INNER_BUCKETS = Math.log2(LONGEST_MS / SHORTEST_MS) * BUCKETS_PER_DOUBLING;

/** Buckets of a histogram, with one below and one above the inner ones. */
export const BUCKET_COUNT = INNER_BUCKETS + 2;

/** What a bucket stands for, milliseconds. */
const BUCKET_MS: readonly number[] = Array.from({ length: BUCKET_COUNT }, (_, bucket) => {
  if (bucket === 0) return SHORTEST_MS;
  if (bucket === BUCKET_COUNT - 1) return LONGEST_MS;
  return rounded(SHORTEST_MS * 2 ** ((bucket - 0.5) / BUCKETS_PER_DOUBLING));
});

/** Different values with how often each was seen, and what sums them up. */
export interface Distribution {
  readonly Values: readonly number[];
  readonly Counts: readonly number[];
  readonly Min: number;
  readonly Max: number;
  readonly Count: number;
  readonly Sum: number;
}

/** How long requests took, since it was last emptied. */
export class LatencyHistogram {
  private readonly counts = new Float64Array(BUCKET_COUNT);
  private count = 0;
  private sum = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = 0;

  /** Counts one latency. */
  add(ms: number): void {
    const bucket = bucketOf(ms);
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1;
    this.count += 1;
    this.sum += ms;
    if (ms < this.min) this.min = ms;
    if (ms > this.max) this.max = ms;
  }

  /** What was counted, or nothing when nothing was; empties the histogram. */
  take(): Distribution | undefined {
    if (this.count === 0) return undefined;
    const buckets = [...this.counts.keys()].filter((bucket) => this.counts[bucket] !== 0);
    const taken = {
      Values: buckets.map((bucket) => BUCKET_MS[bucket] ?? 0),
      Counts: buckets.map((bucket) => this.counts[bucket] ?? 0),
      Min: rounded(this.min),
      Max: rounded(this.max),
      Count: this.count,
      Sum: rounded(this.sum),
    };
    this.counts.fill(0);
    this.count = 0;
    this.sum = 0;
    this.min = Number.POSITIVE_INFINITY;
    this.max = 0;
    return taken;
  }
}

function bucketOf(ms: number): number {
  if (!(ms >= SHORTEST_MS)) return 0;
  if (ms >= LONGEST_MS) return BUCKET_COUNT - 1;
  return 1 + Math.floor(Math.log2(ms / SHORTEST_MS) * BUCKETS_PER_DOUBLING);
}

/** To the microsecond: no more was measured, and every digit is sent. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
