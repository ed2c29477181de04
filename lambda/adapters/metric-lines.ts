/** Namespace of all metrics that Kapok measures itself. */
export const METRIC_NAMESPACE = 'Kapok';

/** Units CloudWatch knows, as far as we use them. */
export type MetricUnit = 'Count' | 'Milliseconds' | 'None';

/** One measured value. */
export interface MetricValue {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly value: number;
}

/** Values that share their dimensions and their time. */
export interface Measurement {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly values: readonly MetricValue[];
  readonly atMs: number;
}

/** Where measurements go. */
export interface IMetricSink {
  emit(measurement: Measurement): void;
}

/**
 * Writes each measurement as one line of CloudWatch's embedded metric format, which CloudWatch Logs
 * turns into metrics: no call that could be refused, throttled or need a permission.
 */
export class MetricLines implements IMetricSink {
  constructor(
    private readonly write: (line: string) => void = (line) => process.stdout.write(line),
  ) {}

  emit({ dimensions, values, atMs }: Measurement): void {
    const line = {
      _aws: {
        Timestamp: atMs,
        CloudWatchMetrics: [
          {
            Namespace: METRIC_NAMESPACE,
            Dimensions: [Object.keys(dimensions)],
            Metrics: values.map(({ name, unit }) => ({ Name: name, Unit: unit })),
          },
        ],
      },
      ...dimensions,
      ...Object.fromEntries(values.map(({ name, value }) => [name, value])),
    };
    this.write(`${JSON.stringify(line)}\n`);
  }
}
