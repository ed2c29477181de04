import type { IMetricSink, Measurement } from '../../lambda/adapters/metric-lines';

/** Keeps what is emitted. */
export class RecordingSink implements IMetricSink {
  readonly emitted: Measurement[] = [];

  emit(measurement: Measurement): void {
    this.emitted.push(measurement);
  }
}
