import type { IClock } from '../../../service/clock';

/** A clock that stands still, so that copies do not age while a round is measured, or that runs. */
export class BenchClock implements IClock {
  private readonly startedAt = performance.now();
  private aheadMs = 0;

  constructor(
    private readonly nowMs: number,
    private readonly runs: boolean,
  ) {}

  now(): number {
    const passedMs = this.runs ? performance.now() - this.startedAt : 0;
    return Math.floor(this.nowMs + this.aheadMs + passedMs);
  }

  /** Moves on at once. */
  advance(seconds: number): void {
    this.aheadMs += seconds * 1000;
  }

  /** What is done again and again costs what it costs, whether the time stands still or not. */
  every(seconds: number, callback: () => void): () => void {
    const timer = setInterval(callback, seconds * 1000);
    return () => clearInterval(timer);
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = setTimeout(callback, seconds * 1000);
    return () => clearTimeout(timer);
  }
}
