/** Time as the twin lives it: `rate` seconds pass in every second of the wall clock. */
export interface Clock {
  /** Twin seconds per wall second. */
  readonly rate: number;
  /** Twin time, milliseconds since the epoch. */
  now(): number;
  /** Calls `callback` once after `seconds` of twin time; the returned function cancels it. */
  after(seconds: number, callback: () => void): () => void;
}

/** A clock that started at `startMs` (twin time) when it was made and runs `rate` times as fast as the wall. */
export class ScaledClock implements Clock {
  constructor(
    private readonly startMs: number,
    readonly rate: number,
    private readonly wallStartMs: number = Date.now(),
  ) {}

  /** The clock that `toEnvironment` named, in another process of the same machine. */
  static fromEnvironment(text: string): ScaledClock {
    const match = /^(-?[\d.]+)@([\d.]+)x([\d.]+)$/.exec(text);
    if (match === null) throw new RangeError(`not a clock: '${text}'`);
    const [startMs = 0, wallStartMs = 0, rate = 1] = match.slice(1).map(Number);
    return new ScaledClock(startMs, rate, wallStartMs);
  }

  now(): number {
    return this.startMs + (Date.now() - this.wallStartMs) * this.rate;
  }

  after(seconds: number, callback: () => void): () => void {
    const timer = setTimeout(callback, (seconds * 1000) / this.rate);
    return () => clearTimeout(timer);
  }

  /** How the service's `KAPOK_CLOCK` variable names this clock: `<twin ms>@<wall ms>x<rate>`. */
  toEnvironment(): string {
    return `${this.startMs}@${this.wallStartMs}x${this.rate}`;
  }
}
