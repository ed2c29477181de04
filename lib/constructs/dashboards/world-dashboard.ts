import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { ALARM_PERIOD } from '../alarms/alarm-board';
import { canaryMetric } from '../alarms/canary-alarms';
import { groupMetric } from '../alarms/capacity-alarms';
import { firewallMetric } from '../alarms/firewall-alarms';
import { type CheckedRegion, checkMetric } from '../alarms/health-check-alarms';
import { replicationLatency } from '../alarms/replication-alarms';
import { serviceMetric } from '../alarms/service-metrics';
import { shareOf } from '../alarms/share';
import { throttledRequests } from '../alarms/table-alarms';
import { physicalName, physicalNames } from '../physical-names';
import { DASHBOARD_SPAN, type DashboardRow, rowWidgets } from './rows';

/** A region as the dashboard across regions shows it. */
export interface ShownRegion extends CheckedRegion {
  readonly citizen: ApplicationLoadBalancer;
  readonly partner: ApplicationLoadBalancer;
}

/** Properties of a `WorldDashboard`. */
export interface WorldDashboardProps {
  readonly planName: string;
  readonly channels: readonly string[];
  readonly regions: readonly ShownRegion[];
  readonly alarms: readonly cloudwatch.IAlarm[];
}

const FLEETS = ['citizen', 'partner'] as const;

/** All regions side by side, read from the top: people, where they are, capacity, data, door, cost. */
export class WorldDashboard extends Construct {
  readonly dashboardName: string;
  private readonly props: WorldDashboardProps;

  constructor(scope: Construct, id: string, props: WorldDashboardProps) {
    super(scope, id);
    this.props = props;
    const { region } = Stack.of(this);
    const dashboardName = physicalName(props.planName);
    this.dashboardName = dashboardName;
    const rows = [
      this.people(),
      this.places(),
      this.capacity(),
      this.data(),
      this.door(),
      this.cost(),
    ];
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName,
      defaultInterval: DASHBOARD_SPAN,
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Regions in service',
            alarms: [...props.alarms],
            width: 24,
            height: 3,
          }),
        ],
        ...rowWidgets({ dashboardName, region, rows }),
      ],
    });
  }

  private people(): DashboardRow {
    const { planName, channels } = this.props;
    return {
      question: 'Are people served?',
      hint: 'What phones get, by channel: failures measured inside, canaries from another region.',
      graphs: [
        {
          title: 'Requests a minute',
          metrics: this.eachRegion(channels, (region, channel) =>
            serviceMetric('Requests', { planName, fleet: 'citizen', channel, region }),
          ),
        },
        {
          title: 'Share that fails',
          metrics: this.names().flatMap((region) =>
            channels.map((channel) => {
              const of = { planName, fleet: 'citizen', channel, region };
              return shareOf({
                label: `${region} ${channel}`,
                key: `${region}_${channel}`,
                part: serviceMetric('Failures', of),
                whole: serviceMetric('Requests', of),
                floor: 1,
              });
            }),
          ),
        },
        {
          title: 'Wait of 99 in 100, ms',
          metrics: this.eachRegion(channels, (region, channel) =>
            serviceMetric('Latency', {
              planName,
              fleet: 'citizen',
              channel,
              region,
              statistic: 'p99',
            }),
          ),
        },
        {
          title: 'Canaries that get a code',
          metrics: this.pairs().flatMap(([region, target]) =>
            channels.map((channel) =>
              canaryMetric('CanarySuccess', { planName, target, channel, region }).with({
                label: `${region} asks ${target} ${channel}`,
              }),
            ),
          ),
        },
      ],
    };
  }

  private places(): DashboardRow {
    const { planName, regions } = this.props;
    return {
      question: 'Where are they?',
      hint: 'Route 53 sends users to regions in service; their share follows within minutes.',
      graphs: [
        {
          title: 'In service (1) or not (0)',
          metrics: regions.map(({ region, inService }) =>
            checkMetric('HealthCheckStatus', inService).with({ label: region }),
          ),
        },
        {
          title: 'Checkers that find the region serving, per cent',
          metrics: regions.map(({ region, serving }) =>
            checkMetric('HealthCheckPercentageHealthy', serving).with({ label: region }),
          ),
        },
        {
          title: 'Checkers that hear of no evacuation, per cent',
          metrics: regions.flatMap(({ region, notEvacuated }) =>
            notEvacuated.map((check) =>
              checkMetric('HealthCheckPercentageHealthy', check).with({ label: region }),
            ),
          ),
        },
        {
          title: 'Share of people by region',
          metrics: regionShares(
            this.names().map((region) => ({
              region,
              metric: serviceMetric('Requests', { planName, fleet: 'citizen', region }),
            })),
          ),
        },
      ],
    };
  }

  private capacity(): DashboardRow {
    const { planName } = this.props;
    return {
      question: 'Is the capacity standing?',
      hint: 'Instances in service at or above the minimum, so that any one region may go.',
      graphs: FLEETS.map((fleet) => ({
        title: `${fleet}: instances and minimum`,
        metrics: this.eachRegion(
          ['GroupInServiceInstances', 'GroupMinSize'] as const,
          (region, name) =>
            groupMetric(name, { autoScalingGroupName: physicalName(planName, fleet), region }),
        ),
      })),
    };
  }

  private data(): DashboardRow {
    const { factsTable, controlTable } = physicalNames(this.props.planName);
    const lag = (table: string) =>
      this.pairs().map(([region, receivingRegion]) =>
        replicationLatency({ table, receivingRegion, region, statistic: 'Maximum' }).with({
          label: `${region} to ${receivingRegion}`,
        }),
      );
    return {
      question: 'Is the data the same everywhere?',
      hint: 'What the lag shows is lost with a region. No line is worse than a high one.',
      graphs: [
        { title: 'Replication of facts, ms', metrics: lag(factsTable) },
        { title: 'Replication of control, ms', metrics: lag(controlTable) },
        {
          title: 'Throttled',
          metrics: this.names().map((region) =>
            throttledRequests({ table: factsTable, region }, region),
          ),
        },
      ],
    };
  }

  private door(): DashboardRow {
    const { planName } = this.props;
    return {
      question: 'Does the front door let people in?',
      hint: 'Blocked requests show attackers, or a carrier whose phones share an address.',
      graphs: [
        {
          title: 'Firewall: blocked',
          metrics: this.eachRegion(FLEETS, (region, fleet) =>
            firewallMetric('BlockedRequests', { planName, fleet, region }),
          ),
        },
        { title: 'Peak capacity units', metrics: this.loadBalancers('PeakLCUs', 'Maximum') },
      ],
    };
  }

  private cost(): DashboardRow {
    const { planName } = this.props;
    return {
      question: 'What is being paid for?',
      hint: 'Instances, capacity units and bytes are nearly all of the bill.',
      graphs: [
        {
          title: 'Instances, warm pool included',
          metrics: this.eachRegion(FLEETS, (region, fleet) =>
            groupMetric('GroupTotalInstances', {
              autoScalingGroupName: physicalName(planName, fleet),
              region,
            }),
          ),
        },
        { title: 'Capacity units consumed', metrics: this.loadBalancers('ConsumedLCUs', 'Sum') },
        { title: 'Bytes handled', metrics: this.loadBalancers('ProcessedBytes', 'Sum') },
      ],
    };
  }

  private names(): readonly string[] {
    return this.props.regions.map(({ region }) => region);
  }

  /** Each region with each other one. */
  private pairs(): readonly (readonly [string, string])[] {
    const names = this.names();
    return names.flatMap((from) =>
      names.filter((to) => to !== from).map((to) => [from, to] as const),
    );
  }

  private eachRegion<Name extends string>(
    names: readonly Name[],
    make: (region: string, name: Name) => cloudwatch.Metric,
  ): cloudwatch.Metric[] {
    return this.names().flatMap((region) =>
      names.map((name) => make(region, name).with({ label: `${region} ${name}` })),
    );
  }

  private loadBalancers(metricName: string, statistic: string): cloudwatch.Metric[] {
    return this.props.regions.flatMap((shown) =>
      FLEETS.map(
        (fleet) =>
          new cloudwatch.Metric({
            namespace: 'AWS/ApplicationELB',
            metricName,
            dimensionsMap: { LoadBalancer: shown[fleet].loadBalancerFullName },
            statistic,
            region: shown.region,
            label: `${shown.region} ${fleet}`,
          }),
      ),
    );
  }
}

/** What part of all requests each region answers, per cent. */
function regionShares(
  requests: readonly { readonly region: string; readonly metric: cloudwatch.IMetric }[],
): cloudwatch.MathExpression[] {
  const ids = requests.map((_, index) => `region${index}`);
  const usingMetrics = Object.fromEntries(requests.map(({ metric }, i) => [`region${i}`, metric]));
  const all = ids.map((id) => `FILL(${id}, 0)`).join(' + ');
  return requests.map(
    ({ region }, index) =>
      new cloudwatch.MathExpression({
        label: region,
        expression: `100 * FILL(region${index}, 0) / (${all})`,
        usingMetrics,
        period: ALARM_PERIOD,
      }),
  );
}
