import type { Clock } from '../clock';
import type { Random } from './random';

/** How often the arrivals of the past moment are sent, wall milliseconds. */
const TICK_MS = 5;

/** An arrival process: how many requests per twin second are due at a twin time. */
export interface ArrivalProcess {
  readonly ratePerSecondAt: (twinMs: number) => number;
  /** Called once per arrival with the moment it was due; must not throw. */
  readonly onArrival: (dueMs: number) => void;
}

/**
 * Poisson arrivals that never wait for answers: a slow service meets the same crowd as a fast one.
 * The expected arrivals (rate x time) between two arrivals are exponential with mean 1, which holds
 * for a rate that changes, too.
 */
export class OpenLoop {
  private timer: NodeJS.Timeout | undefined;
  private lookedAtMs = 0;
  /** Expected arrivals still to pass before the next arrival. */
  private untilNext = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly arrivals: ArrivalProcess,
  ) {}

  /** Starts arrivals now. */
  start(): void {
    this.lookedAtMs = this.clock.now();
    this.untilNext = this.draw();
    this.timer = setInterval(() => this.sendDue(), TICK_MS);
  }

  /** Ends arrivals; what was sent may still be answered. */
  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private sendDue(): void {
    const now = this.clock.now();
    // The rate is taken as constant within a tick.
    const ratePerMs = this.arrivals.ratePerSecondAt(this.lookedAtMs) / 1000;
    let fromMs = this.lookedAtMs;
    let expected = (now - fromMs) * ratePerMs;
    while (this.untilNext <= expected && ratePerMs > 0) {
      fromMs += this.untilNext / ratePerMs;
      expected -= this.untilNext;
      this.untilNext = this.draw();
      this.arrivals.onArrival(fromMs);
    }
    this.untilNext -= expected;
    this.lookedAtMs = now;
  }

  private draw(): number {
    return -Math.log(1 - this.random());
  }
}
