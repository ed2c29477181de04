import type { IClock } from '../clock';
import { type AdmissionGauges, type MetricDimensions, metricLine } from './embedded-metrics';
import type { IEventLoopMeter } from './event-loop-meter';
import type { RequestMetrics } from './request-metrics';

/** Between two publications: the shortest period that target tracking looks at. */
export const PUBLISH_SECONDS = 10;

/** Takes whole lines, as the process's standard output does. */
export interface LineWriter {
  write(line: string): void;
}

/** What a `MetricsPublisher` needs. */
export interface MetricsPublisherOptions {
  readonly plan: string;
  readonly fleet: string;
  readonly metrics: RequestMetrics;
  readonly eventLoop: IEventLoopMeter;
  readonly clock: IClock;
  readonly output: LineWriter;
  /** @default no gauges are told */
  readonly admission?: () => AdmissionGauges | undefined;
}

/** Says what was counted, one line for each set of dimensions, every `PUBLISH_SECONDS`. */
export class MetricsPublisher {
  private stopPublishing: (() => void) | undefined;

  constructor(private readonly options: MetricsPublisherOptions) {}

  /** Begins; what happened before counts for nothing. */
  start(): void {
    const { clock, metrics, eventLoop } = this.options;
    metrics.take();
    eventLoop.read();
    this.stopPublishing = clock.every(PUBLISH_SECONDS, () => this.publish());
  }

  /** Says what is left and ends. */
  stop(): void {
    if (this.stopPublishing === undefined) return;
    this.stopPublishing();
    this.stopPublishing = undefined;
    this.publish();
  }

  private publish(): void {
    const { plan, fleet, metrics, eventLoop, clock, output } = this.options;
    const atMs = clock.now();
    const { total, channels, priorities, quarantined } = metrics.take();
    const dimensions: MetricDimensions = { Plan: plan, Fleet: fleet };
    const eventLoopUtilisation = eventLoop.read();
    const admission = this.options.admission?.();
    const whole = { atMs, dimensions, counts: total, eventLoopUtilisation };
    output.write(
      metricLine({
        ...whole,
        ...(admission !== undefined && { admission }),
        // Also when there is none: only this fleet takes batches.
        ...(fleet === 'partner' && { quarantined }),
      }),
    );
    for (const [name, counts] of channels) {
      output.write(metricLine({ atMs, dimensions: { ...dimensions, Channel: name }, counts }));
    }
    for (const [name, counts] of priorities) {
      output.write(metricLine({ atMs, dimensions: { ...dimensions, Priority: name }, counts }));
    }
  }
}
