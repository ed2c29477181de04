import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { groupMetric } from '../alarms/capacity-alarms';
import { firewallMetric } from '../alarms/firewall-alarms';
import { vCpuUsage } from '../alarms/quota-alarms';
import { serviceMetric } from '../alarms/service-metrics';
import { shareOf } from '../alarms/share';
import { tableMetric, throttledRequests } from '../alarms/table-alarms';
import type { WatchedFleet } from '../alarms/watched-fleet';
import { physicalName, physicalNames } from '../physical-names';
import { priorityRow } from './priority-row';
import { DASHBOARD_SPAN, type DashboardRow, rowWidgets } from './rows';

/** Properties of a `RegionDashboard`. */
export interface RegionDashboardProps {
  readonly planName: string;
  readonly channels: readonly string[];
  readonly fleets: readonly WatchedFleet[];
  readonly alarms: readonly cloudwatch.IAlarm[];
}

/** All of one region on a page, read from the top: people, priorities, capacity, data, door, cost. */
export class RegionDashboard extends Construct {
  readonly dashboardName: string;
  private readonly props: RegionDashboardProps;

  constructor(scope: Construct, id: string, props: RegionDashboardProps) {
    super(scope, id);
    this.props = props;
    const { region } = Stack.of(this);
    // Dashboards are one list for all regions of an account, so the name holds the region's.
    const dashboardName = physicalName(props.planName, region);
    this.dashboardName = dashboardName;
    new cloudwatch.Dashboard(this, 'Dashboard', {
      dashboardName,
      defaultInterval: DASHBOARD_SPAN,
      widgets: [
        [
          new cloudwatch.AlarmStatusWidget({
            title: 'Alarms',
            alarms: [...props.alarms],
            sortBy: cloudwatch.AlarmStatusWidgetSortBy.STATE_UPDATED_TIMESTAMP,
            width: 24,
            height: 4,
          }),
        ],
        ...rowWidgets({
          dashboardName,
          region,
          rows: [
            this.people(),
            priorityRow(this.props.planName),
            this.capacity(),
            this.data(),
            this.door(),
            this.cost(),
          ],
        }),
      ],
    });
  }

  private people(): DashboardRow {
    const { planName, channels } = this.props;
    const each = (make: (channel: string) => cloudwatch.IMetric) => channels.map(make);
    const of = (channel: string) => ({ planName, fleet: 'citizen', channel });
    const share = (metric: 'Failures' | 'Shed', channel: string) =>
      shareOf({
        label: channel,
        key: channel,
        part: serviceMetric(metric, of(channel)),
        whole: serviceMetric('Requests', of(channel)),
        counts: { fromWhole: 1 },
      });
    return {
      question: 'Are people served?',
      hint: 'Failures and refusals near zero, 99 in 100 below 1,000 ms, in every channel alike.',
      graphs: [
        {
          title: 'Requests a minute',
          metrics: each((channel) => labelled(serviceMetric('Requests', of(channel)), channel)),
        },
        {
          title: 'Share that fails',
          metrics: each((channel) => share('Failures', channel)),
        },
        {
          title: 'Share that is refused',
          metrics: each((channel) => share('Shed', channel)),
        },
        {
          title: 'Wait of 99 in 100, ms',
          metrics: each((channel) =>
            labelled(serviceMetric('Latency', { ...of(channel), statistic: 'p99' }), channel),
          ),
        },
      ],
    };
  }

  private capacity(): DashboardRow {
    return {
      question: 'Is the capacity standing?',
      hint: 'Instances in service at or above the minimum; healthy targets follow within minutes.',
      graphs: this.props.fleets.flatMap(({ capacity, autoScalingGroupName, frontDoor }) => [
        {
          title: `${capacity.fleet}: instances`,
          metrics: (['GroupInServiceInstances', 'GroupMinSize', 'GroupMaxSize'] as const).map(
            (name) => groupMetric(name, { autoScalingGroupName }),
          ),
        },
        {
          title: `${capacity.fleet}: targets`,
          metrics: [
            frontDoor.targetGroup.metrics.healthyHostCount({ statistic: 'Minimum' }),
            frontDoor.targetGroup.metrics.unhealthyHostCount({ statistic: 'Maximum' }),
          ],
        },
      ]),
    };
  }

  private data(): DashboardRow {
    const { planName } = this.props;
    const { factsTable, controlTable } = physicalNames(planName);
    const tables = [factsTable, controlTable];
    const each = (metricName: string) =>
      tables.map((table) => labelled(tableMetric(metricName, { table }), table));
    return {
      question: 'Does the data answer?',
      hint: 'Nothing throttled: the tables are warm for all of the demand in each region. No batch waits.',
      graphs: [
        { title: 'Throttled', metrics: tables.map((table) => throttledRequests({ table }, table)) },
        { title: 'Read units a minute', metrics: each('ConsumedReadCapacityUnits') },
        { title: 'Write units a minute', metrics: each('ConsumedWriteCapacityUnits') },
        {
          title: 'Batches put in quarantine',
          metrics: [serviceMetric('Quarantined', { planName, fleet: 'partner' })],
        },
      ],
    };
  }

  private door(): DashboardRow {
    const { planName, fleets } = this.props;
    const names = fleets.map(({ capacity }) => capacity.fleet);
    return {
      question: 'Does the front door let people in?',
      hint: 'Blocked requests well below allowed ones; capacity units below what is reserved.',
      graphs: [
        {
          title: 'Firewall: allowed and blocked',
          metrics: names.map((fleet) =>
            labelled(firewallMetric('AllowedRequests', { planName, fleet }), `${fleet} allowed`),
          ),
          rightMetrics: names.map((fleet) =>
            labelled(firewallMetric('BlockedRequests', { planName, fleet }), `${fleet} blocked`),
          ),
        },
        {
          title: 'Load balancer: errors of its own',
          metrics: fleets.map(({ capacity, frontDoor }) =>
            frontDoor.loadBalancer.metrics.custom('HTTPCode_ELB_5XX_Count', {
              label: capacity.fleet,
              statistic: 'Sum',
            }),
          ),
        },
        {
          title: 'Load balancer: peak capacity units',
          metrics: fleets.map(({ capacity, frontDoor }) =>
            frontDoor.loadBalancer.metrics.custom('PeakLCUs', {
              label: capacity.fleet,
              statistic: 'Maximum',
            }),
          ),
        },
      ],
    };
  }

  private cost(): DashboardRow {
    const { fleets } = this.props;
    return {
      question: 'What is being paid for?',
      hint: 'Instance hours, capacity units, data handled: what the bill of the region follows.',
      graphs: [
        {
          title: 'Instances, warm pool included',
          metrics: fleets.map(({ capacity, autoScalingGroupName }) =>
            labelled(
              groupMetric('GroupAndWarmPoolTotalCapacity', { autoScalingGroupName }),
              capacity.fleet,
            ),
          ),
          rightMetrics: [labelled(vCpuUsage(), 'vCPUs of the account')],
        },
        {
          title: 'Capacity units consumed',
          metrics: fleets.map(({ capacity, frontDoor }) =>
            frontDoor.loadBalancer.metrics.consumedLCUs({ label: capacity.fleet }),
          ),
        },
        {
          title: 'Bytes handled',
          metrics: fleets.map(({ capacity, frontDoor }) =>
            frontDoor.loadBalancer.metrics.processedBytes({ label: capacity.fleet }),
          ),
        },
      ],
    };
  }
}

function labelled(metric: cloudwatch.Metric, label: string): cloudwatch.Metric {
  return metric.with({ label });
}
