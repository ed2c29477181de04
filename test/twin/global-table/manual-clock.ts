import type { Clock } from '../../../lib/twin/clock';

/** A clock that moves only when told to. */
export class ManualClock implements Clock {
  readonly rate = 1;
  private timers: { readonly dueMs: number; readonly callback: () => void }[] = [];

  constructor(private nowMs = 1_641_774_000_000) {}

  now(): number {
    return this.nowMs;
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = { dueMs: this.nowMs + seconds * 1000, callback };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  get timerCount(): number {
    return this.timers.length;
  }

  /** Moves on and runs what is due; lets the promises behind it settle. */
  async advance(seconds: number): Promise<void> {
    this.nowMs += seconds * 1000;
    const due = this.timers.filter(({ dueMs }) => dueMs <= this.nowMs);
    this.timers = this.timers.filter(({ dueMs }) => dueMs > this.nowMs);
    for (const { callback } of due) callback();
    await settle();
  }
}

/** Lets every promise that waits for nothing outside settle. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
}
