import { type EventLoopUtilization, performance } from 'node:perf_hooks';

/** Says how busy the process was. */
export interface IEventLoopMeter {
  /** Percent of the time since the last reading in which the event loop was busy. */
  read(): number;
}

/**
 * How much of the time the one thread that serves had work. Unlike the processor's load it reaches
 * 100 exactly when requests begin to queue, whatever other processors and processes do.
 */
export class EventLoopMeter implements IEventLoopMeter {
  private last: EventLoopUtilization = performance.eventLoopUtilization();

  read(): number {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, this.last);
    this.last = now;
    // Two digits are more than an average over instances is worth.
    return Math.round(utilization * 10_000) / 100;
  }
}
