import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { serviceMetric } from './service-metrics';
import { failedRatioLimit, shareOf } from './share';

/** Too many requests of a channel fail. */
export const CHANNEL_AVAILABILITY: AlarmKind = {
  id: 'channel-availability',
  severity: 'page',
  meaning: 'more requests of this channel fail here than the plan promises',
  heading: 'Channel availability',
  places: ['Region'],
};

/** A channel answers too slowly. */
export const CHANNEL_LATENCY: AlarmKind = {
  id: 'channel-latency',
  severity: 'page',
  meaning: 'one in a hundred people of this channel waits longer here than a gate can',
  heading: 'Channel latency',
  places: ['Region'],
};

/**
 * Longest wait of 99 in 100, ms: a third of the 3 s a person takes to hold a phone up at a gate, so
 * that network and drawing have the rest.
 */
export const LATENCY_LIMIT_MS = 1_000;

/**
 * Failures a minute below which a share says nothing. Counted by themselves, so that a small channel on
 * a quiet night, of which a thousandth is less than one person, still cannot fail unseen.
 */
export const LEAST_FAILURES = 5;

/** Three of five minutes: two bad ones are an instance that was replaced. */
export const CHANNEL_VALUES = 5;

/** See `CHANNEL_VALUES`. */
export const CHANNEL_VALUES_OVER = 3;

/** What the alarms of the channels need to know. */
export interface ChannelAlarmsOptions {
  readonly planName: string;
  readonly channels: readonly string[];
  readonly servedRatio: number;
}

/** Adds what tells of each channel of the citizen fleet whether people are served, and in time. */
export function addChannelAlarms(board: AlarmBoard, options: ChannelAlarmsOptions): void {
  const { planName, channels, servedRatio } = options;
  for (const channel of channels) {
    const of = { planName, fleet: 'citizen', channel };
    const shared = {
      subject: [channel],
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      values: CHANNEL_VALUES,
      over: CHANNEL_VALUES_OVER,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'nobody asks here then; whether somebody could is for the canaries to tell',
      },
    };
    board.add(CHANNEL_AVAILABILITY, {
      ...shared,
      metric: shareOf({
        label: `${channel}: share of requests that fail`,
        part: serviceMetric('Failures', of),
        whole: serviceMetric('Requests', of),
        counts: { fromPart: LEAST_FAILURES },
      }),
      threshold: failedRatioLimit(servedRatio),
    });
    board.add(CHANNEL_LATENCY, {
      ...shared,
      metric: serviceMetric('Latency', { ...of, statistic: Stats.percentile(99) }),
      threshold: LATENCY_LIMIT_MS,
      ignoreFewSamples: true,
    });
  }
}
