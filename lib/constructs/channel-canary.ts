import { Duration } from 'aws-cdk-lib';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { PeriodicFunction } from './periodic-function';
import { originName, physicalName } from './physical-names';

/** Properties of a `ChannelCanary`. */
export interface ChannelCanaryProps {
  readonly planName: string;
  readonly zoneName: string;
  readonly channels: readonly string[];
  /** Regions that are asked; the canary's own is judged by the others. */
  readonly peers: readonly string[];
}

/** As often as the finest alarm can see. */
export const CANARY_INTERVAL = Duration.minutes(1);

/** All questions are asked at once and each has 3 s; the rest is start and margin. */
export const CANARY_TIMEOUT = Duration.seconds(20);

/**
 * Asks the other regions for a code, through each channel, every minute, as a phone would.
 *
 * A function of our own instead of CloudWatch Synthetics, which costs about $0.0012 a run: with 43,800
 * minutes in a month, 4 channels and 2 directions that is 0.0012 x 43,800 x 4 x 2 = $420. One run here
 * asks all channels at once: 43,800 runs of at most 3 s and 0.25 GB are 32,850 GB-s, at $0.0000133 for
 * ARM $0.44 a direction, and 2 metrics for each of 4 channels at $0.30 are $2.40; together below $6 for
 * both. It also exists wherever Lambda does, and is one file to read when it is doubted at night.
 */
export class ChannelCanary extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, id: string, props: ChannelCanaryProps) {
    super(scope, id);
    const { planName, zoneName, channels, peers } = props;
    this.lambda = new PeriodicFunction(this, 'Canary', {
      functionName: physicalName(planName, 'channel-canary'),
      description: 'Asks the other regions for a code through each channel, as a phone would',
      folder: 'channel-canary',
      every: CANARY_INTERVAL,
      timeout: CANARY_TIMEOUT,
      environment: {
        KAPOK_PLAN: planName,
        KAPOK_CHANNELS: channels.join(','),
        KAPOK_TARGETS: peers.map((peer) => `${peer}=${originName(peer, zoneName)}`).join(','),
      },
    }).lambda;
  }
}
