import * as kms from 'aws-cdk-lib/aws-kms';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Plan } from '../plan/plan';
import { AlarmTopic } from './alarm-topic';
import { AlarmBoard } from './alarms/alarm-board';
import { addCapacityAlarms } from './alarms/capacity-alarms';
import { addCertificateAlarms } from './alarms/certificate-alarms';
import { addChannelAlarms } from './alarms/channel-alarms';
import { addDegradationAlarms } from './alarms/degradation-alarms';
import { addFirewallAlarms } from './alarms/firewall-alarms';
import { addFleetAlarms } from './alarms/fleet-alarms';
import { addFunctionAlarms } from './alarms/function-alarms';
import { addLoadBalancerAlarms } from './alarms/load-balancer-alarms';
import { addQuarantineAlarms } from './alarms/quarantine-alarms';
import { addQuotaAlarm } from './alarms/quota-alarms';
import { REGION_UNWELL } from './alarms/region-alarm';
import { addScheduleAlarms } from './alarms/schedule-alarms';
import { addSheddingAlarms } from './alarms/shedding-alarms';
import { addTableAlarms } from './alarms/table-alarms';
import { addTargetAlarms } from './alarms/target-alarms';
import type { WatchedFleet } from './alarms/watched-fleet';
import { RegionDashboard } from './dashboards/region-dashboard';
import { physicalNames } from './physical-names';
import { ScheduleWatch } from './schedule-watch';

/** Properties of a `RegionWatch`. */
export interface RegionWatchProps {
  readonly plan: Pick<Plan, 'name' | 'objectives' | 'channels' | 'alarmEmails'>;
  readonly fleets: readonly WatchedFleet[];
}

/**
 * What a region can tell of itself: its alarms, the topic they are told to, and its dashboard. Whether it
 * is reached at all is judged from other regions.
 */
export class RegionWatch extends Construct {
  readonly topic: ITopic;
  readonly dashboardName: string;
  private readonly scheduleWatch: ScheduleWatch;

  constructor(scope: Construct, id: string, props: RegionWatchProps) {
    super(scope, id);
    const { name, alarmEmails } = props.plan;
    const { alarmTopic, keyAlias } = physicalNames(name);
    const alarms = new AlarmTopic(this, 'AlarmTopic', {
      planName: name,
      topicName: alarmTopic,
      key: kms.Alias.fromAliasName(this, 'Key', keyAlias),
      emails: alarmEmails,
    });
    alarms.letRulesPublish(name);
    this.topic = alarms.topic;
    this.scheduleWatch = new ScheduleWatch(this, 'Schedule', {
      planName: name,
      fleets: groupsOf(props.fleets),
    });
    const board = this.addAlarms(props);
    const dashboard = new RegionDashboard(this, 'Dashboard', {
      planName: name,
      channels: channelNames(props),
      fleets: props.fleets,
      alarms: board.alarms,
    });
    this.dashboardName = dashboard.dashboardName;
  }

  private addAlarms(props: RegionWatchProps): AlarmBoard {
    const { fleets, plan } = props;
    const planName = plan.name;
    const { servedRatio } = plan.objectives;
    const { factsTable, controlTable } = physicalNames(planName);
    const named = { planName, fleets: fleets.map(({ capacity }) => capacity.fleet) };
    const board = new AlarmBoard(this, 'Alarms', { planName, topic: this.topic });
    addChannelAlarms(board, { planName, channels: channelNames(props), servedRatio });
    addSheddingAlarms(board, named);
    addDegradationAlarms(board, named);
    addQuarantineAlarms(board, named);
    addTargetAlarms(board, fleets);
    addFleetAlarms(board, { planName, fleets });
    for (const { releaseAlarms } of fleets) {
      for (const alarm of releaseAlarms) board.adopt(alarm);
    }
    addLoadBalancerAlarms(board, { fleets, servedRatio });
    addCapacityAlarms(board, groupsOf(fleets));
    addScheduleAlarms(board, named);
    addCertificateAlarms(board, fleets);
    addFirewallAlarms(board, named);
    addQuotaAlarm(board);
    addTableAlarms(board, { facts: factsTable, control: controlTable });
    addFunctionAlarms(board, [{ name: 'schedule-watch', lambda: this.scheduleWatch.lambda }]);
    board.addRollUp(REGION_UNWELL);
    return board;
  }
}

function channelNames({ plan }: RegionWatchProps): readonly string[] {
  return plan.channels.map(({ name }) => name);
}

function groupsOf(fleets: readonly WatchedFleet[]) {
  return fleets.map(({ capacity, autoScalingGroupName }) => ({
    fleet: capacity.fleet,
    autoScalingGroupName,
  }));
}
