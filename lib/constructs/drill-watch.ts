import { Construct } from 'constructs';
import type { HostedDomain, Plan } from '../plan/plan';
import { AlarmBoard } from './alarms/alarm-board';
import { addCanaryAlarms } from './alarms/canary-alarms';
import { addDrillAlarm } from './alarms/drill-alarms';
import { addFunctionAlarms } from './alarms/function-alarms';
import { addReplicationAlarms } from './alarms/replication-alarms';
import type { WatchedRegion } from './alarms/watched-fleet';
import { ChannelCanary } from './channel-canary';
import { DrillAge } from './drill-age';
import { physicalNames } from './physical-names';
import { regionTopic } from './region-topic';

/** Properties of a `DrillWatch`. */
export interface DrillWatchProps {
  readonly plan: Pick<Plan, 'name' | 'objectives' | 'channels' | 'drills' | 'data'>;
  readonly domain: HostedDomain;
  /** Fewest instances that ever show codes in this region. */
  readonly lowestMinimum: number;
  /** The other regions that serve or wait. */
  readonly peers: readonly WatchedRegion[];
}

/** What one region sees of the others: whether phones are served there, and whether data arrives. */
export class DrillWatch extends Construct {
  constructor(scope: Construct, id: string, props: DrillWatchProps) {
    super(scope, id);
    const { plan, domain, lowestMinimum } = props;
    const peers = props.peers.map(({ region }) => region);
    const planName = plan.name;
    const channels = plan.channels.map(({ name }) => name);
    const { zoneName } = domain;
    const canary = new ChannelCanary(this, 'Channels', { planName, zoneName, channels, peers });
    const age = new DrillAge(this, 'DrillAge', { planName });
    const { factsTable, controlTable } = physicalNames(planName);
    const board = new AlarmBoard(this, 'Alarms', {
      planName,
      topic: regionTopic(this, 'AlarmTopic', planName),
    });
    addCanaryAlarms(board, { planName, channels, peers: props.peers });
    // Strongly consistent replicas have no lag, and DynamoDB reports none of them.
    if (plan.data.consistency === 'eventual') {
      addReplicationAlarms(board, {
        tables: { facts: factsTable, control: controlTable },
        peers,
        rpoSeconds: plan.objectives.rpoSeconds,
        lowestMinimum,
      });
    }
    addDrillAlarm(board, { planName, maximumAgeDays: plan.drills.maximumAgeDays });
    addFunctionAlarms(board, [
      { name: 'channel-canary', lambda: canary.lambda },
      { name: 'drill-age', lambda: age.lambda, runsAlone: true },
    ]);
  }
}
