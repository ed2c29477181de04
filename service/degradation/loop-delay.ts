/** Says how far behind the event loop was. */
export interface ILoopDelay {
  /** Longest delay since the last reading, milliseconds. */
  read(): number;
  start(): void;
  stop(): void;
}

/** Between two samples: 50 a second cost nothing that could be measured. */
export const SAMPLE_MS = 20;

/** How late a timer of `SAMPLE_MS` comes. */
export class LoopDelay implements ILoopDelay {
  private longestMs = 0;
  private expectedMs = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param monotonicMs monotonic milliseconds */
  constructor(private readonly monotonicMs: () => number) {}

  start(): void {
    this.expectedMs = this.monotonicMs() + SAMPLE_MS;
    this.timer = setInterval(() => this.sample(), SAMPLE_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  read(): number {
    const longest = this.longestMs;
    this.longestMs = 0;
    return longest;
  }

  private sample(): void {
    const nowMs = this.monotonicMs();
    this.longestMs = Math.max(this.longestMs, nowMs - this.expectedMs);
    this.expectedMs = nowMs + SAMPLE_MS;
  }
}
