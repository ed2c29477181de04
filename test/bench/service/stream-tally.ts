import { build, type Histogram } from 'hdr-histogram-js';
import type { Tally } from './load-protocol';
import type { WireAnswer } from './wire-connection';

/** Counts what the requests of one stream met. */
export class StreamTally {
  private arrivals = 0;
  private attempts = 0;
  private served = 0;
  private refused = 0;
  private unanswered = 0;
  private readonly arrivedBySecond: number[] = [];
  private readonly servedBySecond: number[] = [];
  private readonly copiedBySecond: number[] = [];
  private readonly refusedBySecond: number[] = [];
  /** Microseconds from the request to its answer with 200. */
  private readonly latency: Histogram = build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: 120_000_000,
    numberOfSignificantValueDigits: 3,
  });

  constructor(private readonly name: string) {}

  /** Somebody wants something, so long after the beginning. */
  arrive(second: number): void {
    this.arrivals += 1;
    add(this.arrivedBySecond, second);
  }

  /** A request is sent. */
  attempt(): void {
    this.attempts += 1;
  }

  /** An attempt ended for somebody who came in that second. */
  answer({ status, copied, ms }: WireAnswer, second: number): void {
    if (status === 200) {
      this.served += 1;
      if (copied) add(this.copiedBySecond, second);
      add(this.servedBySecond, second);
      this.latency.recordValue(Math.max(1, Math.round(ms * 1000)));
    } else if (status === 0) this.unanswered += 1;
    else {
      this.refused += 1;
      add(this.refusedBySecond, second);
    }
  }

  /** What was counted. */
  report(): Tally {
    const { name, arrivals, attempts, served, refused, unanswered, latency } = this;
    const p50Ms = latency.getValueAtPercentile(50) / 1000;
    const p99Ms = latency.getValueAtPercentile(99) / 1000;
    const counts = { arrivals, attempts, served, refused, unanswered };
    const arrivedBySecond = Array.from(this.arrivedBySecond, (count = 0) => count);
    const inStep = (numbers: readonly number[]) =>
      arrivedBySecond.map((_, second) => numbers[second] ?? 0);
    return {
      ...{ name, ...counts, p50Ms, p99Ms, arrivedBySecond },
      servedBySecond: inStep(this.servedBySecond),
      copiedBySecond: inStep(this.copiedBySecond),
      refusedBySecond: inStep(this.refusedBySecond),
    };
  }
}

function add(counts: number[], second: number): void {
  counts[second] = (counts[second] ?? 0) + 1;
}
