import { countedAtMs, type DrillMeasurement } from './measurement';
import { RECOVERED_AFTER_SECONDS } from './recovery';
import { tallyByChannel } from './tally';

/**
 * Requests a channel must send on average in the seconds that recovery is judged by: with four, the
 * chance that a Poisson crowd is silent for that long is e^-4, two in a hundred.
 */
export const LEAST_REQUESTS_PER_CHANNEL = 4;

/**
 * Finds what keeps a drill from proving anything: a fault that hit nothing, that nobody was there to
 * notice, or that left no trace where it must.
 */
export function findGaps(measurement: DrillMeasurement): string[] {
  const { timeline, samples, targetsHit, healthChanges, facts, replicationLagSec } = measurement;
  const { regionLost, lostAtMs } = timeline;
  const before = samples.filter((sample) => countedAtMs(sample, timeline) < lostAtMs);
  const regionsWithData = Object.keys(facts.presentByRegion).length;
  const needed: readonly (readonly [boolean, string])[] = [
    [targetsHit > 0, 'the fault hit no process'],
    [
      before.some(({ region, outcome }) => region === regionLost && outcome === 'served'),
      `${regionLost} served nobody before it was lost`,
    ],
    [before.length < samples.length, 'nobody sent a request after the loss'],
    [
      healthChanges.some(
        ({ region, healthy, atMs }) => region === regionLost && !healthy && atMs >= lostAtMs,
      ),
      `Route 53 did not notice the loss of ${regionLost}`,
    ],
    [facts.acknowledged > 0, 'no fact was acknowledged'],
    [replicationLagSec !== undefined || regionsWithData < 2, 'replication was never measured'],
  ];
  const missing = needed.filter(([holds]) => !holds).map(([, gap]) => gap);
  return [...missing, ...sparseChannels(measurement)];
}

/** Channels that send too little for their recovery to be told from silence. */
function sparseChannels({ samples, timeline }: DrillMeasurement): string[] {
  const runs = (timeline.endMs - timeline.startMs) / (RECOVERED_AFTER_SECONDS * 1000);
  return Object.entries(tallyByChannel(samples))
    .filter(([, { sent }]) => sent / runs < LEAST_REQUESTS_PER_CHANNEL)
    .map(([channel, { sent }]) => `${channel} sent ${sent} requests, too few to tell recovery`);
}
