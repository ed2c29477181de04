import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';

/** What is written here reaches a peer too late. */
export const REPLICATION_LAG: AlarmKind = {
  id: 'replication-lag',
  severity: 'page',
  meaning: 'what this region writes to this table reaches the peer later than the plan allows',
  heading: 'Replication lag',
  places: ['Drill'],
};

/** Nothing at all is known to reach a peer. */
export const REPLICATION_SILENT: AlarmKind = {
  id: 'replication-silent',
  severity: 'page',
  meaning: 'nothing is known to reach this peer, though a heartbeat is written every 5 s',
  heading: 'Replication silent',
  places: ['Drill'],
};

/** Three of five minutes: replication recovers by itself from what lasts two. */
const LAG_VALUES = { values: 5, over: 3 } as const;

/** Minutes without a value in which 5 x 60 / 5 = 60 heartbeats of every instance went unseen. */
export const SILENT_MINUTES = 5;

/** Which way of replication a metric is of. */
export interface ReplicationMetricOptions {
  readonly table: string;
  readonly receivingRegion: string;
  readonly statistic: string;
  /**
   * Where it was written.
   * @default the stack's own region
   */
  readonly region?: string;
}

/** How long writes of one region take to another, ms; it is reported where they are written. */
export function replicationLatency(options: ReplicationMetricOptions): Metric {
  const { table, receivingRegion, statistic, region } = options;
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName: 'ReplicationLatency',
    dimensionsMap: { TableName: table, ReceivingRegion: receivingRegion },
    statistic,
    period: ALARM_PERIOD,
    ...(region !== undefined && { region }),
  });
}

/** What the alarms of replication need to know. */
export interface ReplicationAlarmsOptions {
  /** Physical names by what they are called in alarms. */
  readonly tables: Readonly<Record<'facts' | 'control', string>>;
  readonly peers: readonly string[];
  readonly rpoSeconds: number;
  /** Fewest instances that ever write heartbeats in this region. */
  readonly lowestMinimum: number;
}

/** Adds, for each table and peer, what would be lost with this region. */
export function addReplicationAlarms(
  board: AlarmBoard,
  { tables, peers, rpoSeconds, lowestMinimum }: ReplicationAlarmsOptions,
): void {
  for (const peer of peers) {
    for (const [name, table] of Object.entries(tables)) {
      board.add(REPLICATION_LAG, {
        ...LAG_VALUES,
        subject: [name, peer],
        // The slowest write is the one that would be lost.
        metric: replicationLatency({ table, receivingRegion: peer, statistic: Stats.MAXIMUM }),
        comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
        threshold: rpoSeconds * 1_000,
        missing: {
          treat: TreatMissingData.NOT_BREACHING,
          because:
            'a table nobody writes to has no lag; replication-silent tells when none is known',
        },
      });
    }
    // Where no instance runs, nobody writes a heartbeat that could arrive.
    if (lowestMinimum === 0) continue;
    board.add(REPLICATION_SILENT, {
      subject: [peer],
      metric: replicationLatency({
        table: tables.control,
        receivingRegion: peer,
        statistic: Stats.SAMPLE_COUNT,
      }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      values: SILENT_MINUTES,
      missing: {
        treat: TreatMissingData.BREACHING,
        because: 'heartbeats are always written, so silence is replication that stands still',
      },
    });
  }
}
