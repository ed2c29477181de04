import type { Clock } from '../clock';
import type { EndpointCheck, Probe, ProbeResult } from './probe';

/** What one checker works with. */
export interface CheckerOptions {
  readonly check: EndpointCheck;
  readonly clock: Clock;
  readonly random: () => number;
  readonly probe: Probe;
  readonly onResult: (result: ProbeResult) => void;
}

/** The loop of one checker: probe, wait for the answer, wait the interval, probe again. */
export class Checker {
  private cancel: (() => void) | undefined;

  constructor(private readonly options: CheckerOptions) {}

  /** Starts at a random moment of the first interval, because checkers do not coordinate. */
  start(): void {
    if (this.cancel !== undefined) return;
    this.wait(this.options.random() * this.options.check.intervalSec);
  }

  /** Stops at once; a probe on its way is abandoned. */
  stop(): void {
    this.cancel?.();
    this.cancel = undefined;
  }

  private wait(seconds: number): void {
    this.cancel = this.options.clock.after(seconds, () => this.send());
  }

  private send(): void {
    let reported = false;
    const abandon = this.options.probe(this.options.check, (result) => {
      reported = true;
      this.receive(result);
    });
    // A probe that failed at once has already set the next wait, or has been stopped by its listener.
    if (!reported) this.cancel = abandon;
  }

  /** The interval runs from the answer to the next probe, so slow answers stretch the cycle. */
  private receive(result: ProbeResult): void {
    this.options.onResult(result);
    if (this.cancel !== undefined) this.wait(this.options.check.intervalSec);
  }
}
