import { type Distribution, LatencyHistogram } from './latency-histogram';

/** How a request ended, as far as an operator tells them apart. */
export type Outcome = 'answered' | 'shed' | 'failed';

/** What was counted in one interval. */
export interface TallyCounts {
  readonly requests: number;
  readonly failures: number;
  readonly shed: number;
  /** Absent when nothing was asked. */
  readonly latency: Distribution | undefined;
}

/** Counts requests until they are taken. */
export class RequestTally {
  private requests = 0;
  private failures = 0;
  private shed = 0;
  private readonly latency = new LatencyHistogram();

  /** Counts one request. */
  count(outcome: Outcome, ms: number): void {
    this.requests += 1;
    if (outcome === 'failed') this.failures += 1;
    else if (outcome === 'shed') this.shed += 1;
    // A refusal is quick on purpose: among the latencies it would make an overload look like health.
    if (outcome !== 'shed') this.latency.add(ms);
  }

  /** What was counted; starts anew. */
  take(): TallyCounts {
    const { requests, failures, shed } = this;
    this.requests = 0;
    this.failures = 0;
    this.shed = 0;
    return { requests, failures, shed, latency: this.latency.take() };
  }
}
