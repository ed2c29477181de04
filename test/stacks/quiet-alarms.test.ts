import type { StrategyName } from '../../lib/plan/plan';
import { STRATEGIES } from '../../lib/plan/strategies';
import { type AlarmView, alarmsOf } from './alarm-view';
import { SynthesizedPlan } from './synthesized-plan';

/**
 * What CloudWatch hears of a plan whose every part does what it was built for: instances serve where a
 * minimum is above 0, functions run, drills were held. Nothing fails, so no count of failures is told.
 */
class HealthyPlan {
  constructor(private readonly made: SynthesizedPlan) {}

  /** The value of a metric in every period; undefined where nobody reports it. */
  reported(metric: Metric, stackId: string): number | undefined {
    const here = stackId.replace(/^[A-Z][a-z]+-/, '');
    const of = (name: string) => String(dimension(metric, name));
    switch (metric.MetricName) {
      case 'CanarySuccess':
        return this.serves(of('TargetRegion')) ? 1 : 0;
      case 'Requests':
        return this.minimum(here, of('Fleet')) > 0 ? 6 : undefined;
      case 'ReplicationLatency':
        return this.serves(here) ? 12 : undefined;
      case 'HealthCheckStatus':
        return this.checked(dimension(metric, 'HealthCheckId')) ? 1 : 0;
      case 'HealthyHostCount':
        return Math.max(...['citizen', 'partner'].map((fleet) => this.minimum(here, fleet)));
      case 'GroupInServiceInstances':
      case 'GroupMinSize':
        return this.minimum(here, of('AutoScalingGroupName').replace('kapok-guangdong-', ''));
      case 'ScheduledMinimumMissed':
      case 'DaysSinceDrill':
        return 0;
      default:
        return undefined;
    }
  }

  private serves(region: string): boolean {
    return this.minimum(region, 'citizen') > 0;
  }

  private minimum(region: string, fleet: string): number {
    const found = this.made.capacity.regions.find((one) => one.region === region);
    const capacity = found?.fleets.find((one) => one.fleet === fleet);
    if (capacity === undefined) return 0;
    const { minSize, scheduledMinimums } = capacity;
    return Math.min(minSize, ...scheduledMinimums.map((one) => one.minSize));
  }

  /** Whether Route 53 finds what a check looks for. */
  private checked(reference: unknown): boolean {
    const { Ref, ...rest } = reference as { Ref?: string; 'Fn::GetAtt'?: readonly string[] };
    const id = String(Ref ?? rest['Fn::GetAtt']?.[0]);
    const found = this.made.resources('Routing', 'AWS::Route53::HealthCheck')[id];
    if (found === undefined) throw new Error(`Routing has no health check ${id}`);
    const check = found.Properties.HealthCheckConfig;
    const children = (check.ChildHealthChecks ?? []) as unknown[];
    if (children.length > 0) {
      const healthy = children.filter((child) => this.checked(child)).length;
      return healthy >= check.HealthThreshold;
    }
    // Nobody is evacuated, so what looks for that finds nothing, and is inverted.
    if (check.Inverted === true) return true;
    return this.serves(String(check.FullyQualifiedDomainName).split('.')[0] ?? '');
  }
}

interface Metric {
  readonly MetricName: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: unknown }[];
}

function dimension({ Dimensions = [] }: Metric, name: string): unknown {
  return Dimensions.find(({ Name }) => Name === name)?.Value;
}

const OVER: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
};

/** Whether an alarm is on; those that silence leaves off look for failures only. */
function isOn({ stackId, properties }: AlarmView, plan: HealthyPlan): boolean {
  if (properties.TreatMissingData !== 'breaching') return false;
  const metrics: Metric[] = properties.Metrics?.flatMap(
    ({ MetricStat }: { MetricStat?: { Metric: Metric } }) => MetricStat?.Metric ?? [],
  ) ?? [properties];
  const values = metrics.map((metric) => plan.reported(metric, stackId));
  if (values.includes(undefined)) return true;
  const [first = 0, second = first] = values as number[];
  const expression = properties.Metrics?.find(
    ({ Expression }: { Expression?: string }) => Expression,
  )?.Expression;
  const value = expression === 'standing - minimum' ? first - second : Math.min(first, second);
  return OVER[properties.ComparisonOperator]?.(value, properties.Threshold) ?? true;
}

test.each(Object.keys(STRATEGIES) as StrategyName[])(
  'no alarm of a healthy plan with the strategy %s is on',
  (strategy) => {
    const made = new SynthesizedPlan({ strategy });
    const healthy = new HealthyPlan(made);
    const alarms = alarmsOf(made);
    const on = alarms.filter((alarm) => isOn(alarm, healthy)).map(({ name }) => name);
    made.remove();

    expect(alarms.length).toBeGreaterThan(20);
    expect(on).toEqual([]);
  },
);
