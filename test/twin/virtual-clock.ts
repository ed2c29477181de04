import type { Clock } from '../../lib/twin/clock';

interface Timer {
  readonly atMs: number;
  readonly callback: () => void;
}

/** A clock that stands still until it is advanced; callbacks run in the order of their time. */
export class VirtualClock implements Clock {
  private nowMs = 0;
  private readonly timers = new Set<Timer>();
  private scheduledCount = 0;
  private readonly waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  constructor(readonly rate = 1) {}

  now(): number {
    return this.nowMs;
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = { atMs: this.nowMs + seconds * 1000, callback };
    this.timers.add(timer);
    this.scheduledCount++;
    for (const { count, resolve } of this.waiting) if (this.scheduledCount >= count) resolve();
    return () => this.timers.delete(timer);
  }

  /** Timers that would still run. */
  get pending(): number {
    return this.timers.size;
  }

  /** Resolves when `after` has been called `count` times in all. */
  scheduled(count: number): Promise<void> {
    if (this.scheduledCount >= count) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push({ count, resolve }));
  }

  advance(seconds: number): void {
    const endMs = this.nowMs + seconds * 1000;
    for (let next = this.earliest(endMs); next !== undefined; next = this.earliest(endMs)) {
      this.timers.delete(next);
      this.nowMs = next.atMs;
      next.callback();
    }
    this.nowMs = endMs;
  }

  private earliest(endMs: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.timers) {
      if (timer.atMs <= endMs && timer.atMs < (first?.atMs ?? Number.POSITIVE_INFINITY)) {
        first = timer;
      }
    }
    return first;
  }
}
