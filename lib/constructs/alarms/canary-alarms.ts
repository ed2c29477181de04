import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { KAPOK_NAMESPACE } from './service-metrics';
import type { WatchedRegion } from './watched-fleet';

/** Somebody outside a region does not get a code from it. */
export const CANARY_FAILED: AlarmKind = {
  id: 'canary-failed',
  severity: 'page',
  meaning: 'a phone outside that region gets no code from it through this channel',
  heading: 'Canary failed',
  places: ['Drill'],
};

/** Three of five minutes: a single lost connection on the way is nobody's outage. */
const CANARY_VALUES = { values: 5, over: 3 } as const;

/** What a canary saw. */
export interface CanaryMetricOptions {
  readonly planName: string;
  readonly target: string;
  readonly channel: string;
  /**
   * Where the canary runs.
   * @default the stack's own region
   */
  readonly region?: string;
}

/** What the canary of one region sees of one channel of another. */
export function canaryMetric(
  metricName: 'CanarySuccess' | 'CanaryLatency',
  { planName, target, channel, region }: CanaryMetricOptions,
): Metric {
  return new Metric({
    namespace: KAPOK_NAMESPACE,
    metricName,
    dimensionsMap: { Plan: planName, TargetRegion: target, Channel: channel },
    statistic: Stats.AVERAGE,
    period: ALARM_PERIOD,
    ...(region !== undefined && { region }),
  });
}

/** What the alarms of the canaries need to know. */
export interface CanaryAlarmsOptions {
  readonly planName: string;
  readonly channels: readonly string[];
  readonly peers: readonly WatchedRegion[];
}

/** Adds, for each channel and peer, what tells that a phone is not served there. */
export function addCanaryAlarms(board: AlarmBoard, options: CanaryAlarmsOptions): void {
  const { planName, channels, peers } = options;
  for (const { region: target, lowestMinimum } of peers) {
    // A region that waits without instances gives nobody a code.
    if (lowestMinimum === 0) continue;
    for (const channel of channels) {
      board.add(CANARY_FAILED, {
        ...CANARY_VALUES,
        subject: [target, channel],
        metric: canaryMetric('CanarySuccess', { planName, target, channel }),
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        threshold: 1,
        missing: {
          treat: TreatMissingData.BREACHING,
          because: 'a canary that does not sing is no sign of health',
        },
      });
    }
  }
}
