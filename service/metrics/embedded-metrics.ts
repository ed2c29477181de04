import type { TallyCounts } from './request-tally';

/**
 * Metrics as log lines that CloudWatch Logs turns into metrics (embedded metric format), so that the
 * service calls no API and needs no permission to be measured. A latency is an object with `Values`
 * and `Counts`, as the OpenTelemetry collector's awsemf exporter writes histograms: CloudWatch takes
 * percentiles from them.
 */

/** Namespace of everything that Kapok measures itself. */
export const NAMESPACE = 'Kapok';

/** What is counted where; `Channel` and `Priority` only for one of a fleet's. */
export interface MetricDimensions {
  readonly Plan: string;
  readonly Fleet: string;
  readonly Channel?: string;
  readonly Priority?: string;
}

/** What one line says. */
export interface MetricLine {
  readonly atMs: number;
  readonly dimensions: MetricDimensions;
  readonly counts: TallyCounts;
  /** Percent of the interval in which the event loop was busy. */
  readonly eventLoopUtilisation?: number;
  /** Batches that were put in quarantine. */
  readonly quarantined?: number;
  /** What the process let itself do. */
  readonly admission?: AdmissionGauges;
}

/** Gauges of a process's admission. */
export interface AdmissionGauges {
  /** Of the ladder of degradation, from 0 to 4. */
  readonly level: number;
  /** Requests that may be worked on at once. */
  readonly concurrencyLimit: number;
}

interface MetricDefinition {
  readonly Name: string;
  readonly Unit: 'Count' | 'Milliseconds' | 'Percent';
  readonly StorageResolution?: 1;
}

const COUNTS: readonly MetricDefinition[] = ['Requests', 'Failures', 'Shed'].map((Name) => ({
  Name,
  Unit: 'Count',
}));

const QUARANTINED: MetricDefinition = { Name: 'Quarantined', Unit: 'Count' };

const LATENCY: MetricDefinition = { Name: 'Latency', Unit: 'Milliseconds' };

/** Kept by the second: scaling looks at every ten of them. */
const EVENT_LOOP: MetricDefinition = {
  Name: 'EventLoopUtilisation',
  Unit: 'Percent',
  StorageResolution: 1,
};

/** The level by its maximum is the worst instance's; both say where an overload stands. */
const GAUGES: readonly MetricDefinition[] = ['ServiceLevel', 'ConcurrencyLimit'].map((Name) => ({
  Name,
  Unit: 'Count',
}));

/** One JSON line with its end. Zeros are said too: an alarm must tell no traffic from no news. */
export function metricLine({ atMs, dimensions, counts, ...more }: MetricLine): string {
  const { eventLoopUtilisation, quarantined, admission } = more;
  const Metrics = [
    ...COUNTS,
    ...(counts.latency === undefined ? [] : [LATENCY]),
    ...(eventLoopUtilisation === undefined ? [] : [EVENT_LOOP]),
    ...(quarantined === undefined ? [] : [QUARANTINED]),
    ...(admission === undefined ? [] : GAUGES),
  ];
  const line = {
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics }],
    },
    ...dimensions,
    Requests: counts.requests,
    Failures: counts.failures,
    Shed: counts.shed,
    Latency: counts.latency,
    EventLoopUtilisation: eventLoopUtilisation,
    Quarantined: quarantined,
    ServiceLevel: admission?.level,
    ConcurrencyLimit: admission?.concurrencyLimit,
  };
  return `${JSON.stringify(line)}\n`;
}
