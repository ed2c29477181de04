import type { SynthesizedPlan } from './synthesized-plan';

/** An alarm as a template holds it, with the stack it is in. */
export interface AlarmView {
  readonly stackId: string;
  readonly name: string;
  readonly description: string;
  /** `Properties`. */
  // biome-ignore lint/suspicious/noExplicitAny: templates are asserted as the data they are
  readonly properties: any;
}

const SIMPLE = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';

/** All alarms of a plan. */
export function alarmsOf(plan: SynthesizedPlan): readonly AlarmView[] {
  return plan.stackIds().flatMap((stackId) =>
    [SIMPLE, COMPOSITE].flatMap((type) =>
      plan.resourceList(stackId, type).map(({ Properties }) => ({
        stackId,
        name: Properties.AlarmName,
        description: Properties.AlarmDescription,
        properties: Properties,
      })),
    ),
  );
}

/** The only alarm of a name in one stack. */
export function findAlarm(plan: SynthesizedPlan, stackId: string, name: string): AlarmView {
  const [found, ...others] = alarmsOf(plan).filter(
    (alarm) => alarm.stackId === stackId && alarm.name === name,
  );
  if (found === undefined || others.length > 0) {
    throw new Error(`${stackId} has ${others.length + (found ? 1 : 0)} alarms ${name}`);
  }
  return found;
}

/** The metric of an alarm in words: expression, or name, dimensions and statistic. */
export function metricOf({ properties }: AlarmView): string {
  const queries = properties.Metrics ?? [];
  const expression = queries.find(({ Expression }: { Expression?: string }) => Expression);
  if (expression === undefined) return inWords(properties);
  const parts = queries
    .filter(({ MetricStat }: { MetricStat?: object }) => MetricStat)
    .map(
      ({ Id, MetricStat }: Query) => `${Id}: ${inWords({ ...MetricStat, ...MetricStat.Metric })}`,
    );
  return [expression.Expression, ...parts.sort()].join('; ');
}

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: object };
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function inWords(metric: any): string {
  const dimensions = (metric.Dimensions ?? []).map(
    ({ Name, Value }: { Name: string; Value: unknown }) =>
      `${Name}=${typeof Value === 'string' ? Value : '<reference>'}`,
  );
  const statistic = metric.Stat ?? metric.Statistic ?? metric.ExtendedStatistic;
  return `${metric.Namespace} ${metric.MetricName} ${dimensions.join(',')} ${statistic} ${metric.Period}s`;
}
