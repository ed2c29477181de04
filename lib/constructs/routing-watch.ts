import { Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Plan } from '../plan/plan';
import { AlarmKey } from './alarm-key';
import { AlarmTopic } from './alarm-topic';
import { AlarmBoard } from './alarms/alarm-board';
import { addHealthCheckAlarms } from './alarms/health-check-alarms';
import type { ShownRegion } from './dashboards/shown-world';
import { WorldDashboard } from './dashboards/world-dashboard';
import { physicalName } from './physical-names';
import { regionTopic } from './region-topic';

/** Properties of a `RoutingWatch`. */
export interface RoutingWatchProps {
  readonly plan: Pick<Plan, 'name' | 'channels' | 'alarmEmails'>;
  readonly regions: readonly ShownRegion[];
}

/** What Route 53 says of the regions, told from the region where it publishes that. */
export class RoutingWatch extends Construct {
  readonly dashboardName: string;

  constructor(scope: Construct, id: string, props: RoutingWatchProps) {
    super(scope, id);
    const { name, channels } = props.plan;
    const board = new AlarmBoard(this, 'Alarms', { planName: name, topic: this.addTopic(props) });
    addHealthCheckAlarms(board, props.regions);
    const dashboard = new WorldDashboard(this, 'Dashboard', {
      planName: name,
      channels: channels.map((channel) => channel.name),
      regions: props.regions,
      alarms: board.alarms,
    });
    this.dashboardName = dashboard.dashboardName;
  }

  /** The topic of the region itself where the application runs there, as it may in China. */
  private addTopic({ plan, regions }: RoutingWatchProps): ITopic {
    const { region } = Stack.of(this);
    if (regions.some((one) => one.region === region)) {
      return regionTopic(this, 'AlarmTopic', plan.name);
    }
    return new AlarmTopic(this, 'AlarmTopic', {
      planName: plan.name,
      topicName: physicalName(plan.name, 'routing-alarms'),
      key: new AlarmKey(this, 'AlarmKey').key,
      emails: plan.alarmEmails,
    }).topic;
  }
}
