import type { Assembly } from '../topology/assembly';
import { type Property, type Resource, resourcesOf } from '../topology/property';

/** A metric that an alarm reads. */
export interface AlarmMetric {
  readonly alarm: Resource;
  /** `<namespace> <metric>`, for example `AWS/WAFV2 BlockedRequests`. */
  readonly name: string;
  /** Value of one of its dimensions; undefined where it has none of that name. */
  dimension(name: string): string | undefined;
}

/** Every metric that the alarms of all stacks read, in metric math or alone. */
export function alarmMetrics(assembly: Assembly): readonly AlarmMetric[] {
  return resourcesOf(assembly, 'AWS::CloudWatch::Alarm').flatMap((alarm) => {
    const stats = alarm
      .tryGet('Metrics')
      ?.items()
      .flatMap((query) => query.tryGet('MetricStat.Metric') ?? []);
    return (stats ?? [alarm.properties]).map((metric) => readMetric(alarm, metric));
  });
}

function readMetric(alarm: Resource, metric: Property): AlarmMetric {
  return {
    alarm,
    name: `${metric.tryGet('Namespace')?.text()} ${metric.tryGet('MetricName')?.text()}`,
    // One at a time: what only AWS knows, such as the ids of load balancers, is never asked for.
    dimension: (wanted) =>
      metric
        .tryGet('Dimensions')
        ?.items()
        .find((one) => one.get('Name').text() === wanted)
        ?.get('Value')
        .text(),
  };
}
