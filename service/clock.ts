/**
 * Time as the service lives it; injected wherever time matters, so that tests and rehearsals own
 * it.
 */
export interface IClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` every `seconds` until the returned function is called. */
  every(seconds: number, callback: () => void): () => void;
  /** Calls `callback` once after `seconds`; the returned function cancels it. */
  after(seconds: number, callback: () => void): () => void;
}

/** Where a clock started and how many of its seconds pass in one second of the wall clock. */
export interface ClockOrigin {
  readonly clockMs: number;
  readonly wallMs: number;
  readonly rate: number;
}

/** The wall clock itself. */
export const REAL_TIME: ClockOrigin = { clockMs: 0, wallMs: 0, rate: 1 };

/** A clock that runs by itself: in real time, or faster from a given origin in a rehearsal. */
export class RunningClock implements IClock {
  constructor(private readonly origin: ClockOrigin = REAL_TIME) {}

  now(): number {
    const { clockMs, wallMs, rate } = this.origin;
    return Math.floor(clockMs + (Date.now() - wallMs) * rate);
  }

  every(seconds: number, callback: () => void): () => void {
    const timer = setInterval(callback, (seconds * 1000) / this.origin.rate);
    return () => clearInterval(timer);
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = setTimeout(callback, (seconds * 1000) / this.origin.rate);
    return () => clearTimeout(timer);
  }
}
