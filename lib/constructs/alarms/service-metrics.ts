import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD } from './alarm-board';

/** Namespace of all metrics that Kapok measures itself. */
export const KAPOK_NAMESPACE = 'Kapok';

/**
 * What the service measures of its requests; `Requests` counts all, with failures and refusals.
 * `ServiceLevel` is how far a fleet has degraded, from 0 to 4, and `Quarantined` counts batches
 * of partners that wait for a second person; these two have no channel or priority.
 */
export type ServiceMetricName =
  | 'Requests'
  | 'Failures'
  | 'Shed'
  | 'Latency'
  | 'ServiceLevel'
  | 'Quarantined';

/** What requests are told apart by when there is too much to do, the most important first. */
export const PRIORITIES = [
  'show-code',
  'verify',
  'refresh',
  'ingest',
  'test-panel',
  'vaccination-panel',
  'rest',
] as const;

/** One of `PRIORITIES`. */
export type Priority = (typeof PRIORITIES)[number];

/** Which requests a metric of the service is about. */
export interface ServiceMetricOptions {
  readonly planName: string;
  readonly fleet: string;
  /** @default all channels of the fleet together */
  readonly channel?: string;
  /** @default all priorities together */
  readonly priority?: Priority;
  /** @default the sum */
  readonly statistic?: string;
  /**
   * Where it was measured.
   * @default the stack's own region
   */
  readonly region?: string;
}

/** A metric that the instances of a fleet emit. */
export function serviceMetric(
  metricName: ServiceMetricName,
  { planName, fleet, channel, priority, statistic, region }: ServiceMetricOptions,
): cloudwatch.Metric {
  return new cloudwatch.Metric({
    namespace: KAPOK_NAMESPACE,
    metricName,
    dimensionsMap: {
      Plan: planName,
      Fleet: fleet,
      ...(channel !== undefined && { Channel: channel }),
      ...(priority !== undefined && { Priority: priority }),
    },
    statistic: statistic ?? cloudwatch.Stats.SUM,
    period: ALARM_PERIOD,
    ...(region !== undefined && { region }),
  });
}
