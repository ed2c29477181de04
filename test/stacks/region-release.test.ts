import { FLEETS, FleetView } from './fleet-view';
import { SynthesizedPlan } from './synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

describe.each(FLEETS)('a release of $stack, fleet $fleet', ({ stack, region, fleet, prefix }) => {
  let view: FleetView;
  beforeAll(() => {
    view = new FleetView(made, { stack, region, fleet, prefix });
  });

  const preferences = () => view.group().UpdatePolicy.AutoScalingInstanceRefresh.Preferences;
  const alarm = (part: string) => view.only('AWS::CloudWatch::Alarm', `FleetRelease${part}`);

  test('waits after the first tenth and at its end, longer than an alarm needs', () => {
    expect(preferences()).toMatchObject({
      CheckpointPercentages: [10, 100],
      CheckpointDelay: 300,
      BakeTime: 300,
    });
    for (const part of ['UnhealthyHosts', 'Failures']) {
      const { EvaluationPeriods, DatapointsToAlarm } = alarm(part).Properties;
      expect([DatapointsToAlarm, EvaluationPeriods]).toEqual([2, 3]);
      // Each of its values is a minute's, and comes within another.
      expect((EvaluationPeriods + 1) * 60).toBeLessThan(preferences().CheckpointDelay);
    }
  });

  test('is taken back when one of its own alarms goes off, and these are all', () => {
    const ids = Object.keys(made.resources(stack, 'AWS::CloudWatch::Alarm')).filter((id) =>
      id.startsWith(`${prefix}FleetRelease`),
    );

    expect(ids).toHaveLength(2);
    expect(
      preferences()
        .AlarmSpecification.Alarms.map(({ Ref }: { Ref: string }) => Ref)
        .sort(),
    ).toEqual(ids.sort());
    expect(
      [alarm('UnhealthyHosts'), alarm('Failures')].map(({ Properties }) => Properties.AlarmName),
    ).toEqual([
      `kapok-guangdong-release-unhealthy-hosts-${fleet}`,
      `kapok-guangdong-release-failures-${fleet}`,
    ]);
  });

  test('is bad when its instances fail the health checks of their own load balancer', () => {
    const { Dimensions, ...properties } = alarm('UnhealthyHosts').Properties;

    expect(properties).toMatchObject({
      Namespace: 'AWS/ApplicationELB',
      MetricName: 'UnHealthyHostCount',
      Statistic: 'Maximum',
      Period: 60,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(JSON.stringify(Dimensions)).toContain(`${prefix}DoorTargets`);
  });

  test('is bad when more than one answer in a hundred is a fault, whoever gave it', () => {
    const { Metrics, ...properties } = alarm('Failures').Properties;
    const [expression, ...metrics] = Metrics;

    expect(properties).toMatchObject({
      Threshold: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    });
    expect(expression.Expression).toBe(
      'IF((FILL(requests, 0) + FILL(balancer, 0)) >= 100, ' +
        '100 * (FILL(instances, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0)), 0)',
    );
    expect(
      metrics.map((one: { Id: string; MetricStat: { Metric: { MetricName: string } } }) => [
        one.Id,
        one.MetricStat.Metric.MetricName,
      ]),
    ).toEqual([
      ['requests', 'RequestCount'],
      ['instances', 'HTTPCode_Target_5XX_Count'],
      ['balancer', 'HTTPCode_ELB_5XX_Count'],
    ]);
    expect(
      JSON.stringify(metrics).match(new RegExp(`${prefix}DoorLoadBalancer`, 'g')),
    ).toHaveLength(3);
  });
});
