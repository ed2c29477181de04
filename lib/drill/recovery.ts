import { countedAtMs, type DrillMeasurement, type RequestSample } from './measurement';

/** Seconds at target, one after the other, that must follow before users count as recovered. */
export const RECOVERED_AFTER_SECONDS = 30;

/** Recovery time by phase, all in seconds; the phases sum to `rtoSec`. */
export interface Recovery {
  /** From the loss to Route 53 calling the region unhealthy. */
  readonly detectSec: number;
  /** From there to the last request that was still sent to the lost region. */
  readonly shiftSec: number;
  /** From there to the first of the seconds in a row at target. */
  readonly settleSec: number;
  readonly rtoSec: number;
  readonly recoveredAtMs: number;
  /** The last moment at which a request was still sent to the lost region. */
  readonly shiftEndMs: number;
}

/**
 * Measures recovery from the loss of a region.
 *
 * Recovered is the end of the last second below target while the region was away: a lull among the
 * last users of an expired DNS answer is not recovery. A second is below target when a channel's
 * served share of it is under `servedRatio`; RECOVERED_AFTER_SECONDS at target must follow in which
 * every channel was heard of. Returns undefined when users did not recover.
 */
export function measureRecovery(
  measurement: DrillMeasurement,
  servedRatio: number,
): Recovery | undefined {
  const { lostAtMs, regionLost } = measurement.timeline;
  const recoveredAtMs = lostAtMs + 1000 * secondsUntilRecovered(measurement, servedRatio);
  if (!staysAtTarget(measurement, recoveredAtMs, servedRatio)) return undefined;
  const detected = measurement.healthChanges.find(
    (change) => change.region === regionLost && !change.healthy && change.atMs >= lostAtMs,
  );
  const detectEndMs = Math.min(detected?.atMs ?? recoveredAtMs, recoveredAtMs);
  const shiftEndMs = Math.max(detectEndMs, lastSentToLostMs(measurement, detectEndMs));
  const shiftWithinMs = Math.min(shiftEndMs, recoveredAtMs);
  return {
    detectSec: (detectEndMs - lostAtMs) / 1000,
    shiftSec: (shiftWithinMs - detectEndMs) / 1000,
    settleSec: (recoveredAtMs - shiftWithinMs) / 1000,
    rtoSec: (recoveredAtMs - lostAtMs) / 1000,
    recoveredAtMs,
    shiftEndMs,
  };
}

/** When Route 53 called the lost region healthy again, or the end of the drill. */
export function healthyAgainMs(measurement: DrillMeasurement): number {
  const { timeline, healthChanges } = measurement;
  const back = healthChanges.find(
    (change) =>
      change.region === timeline.regionLost && change.healthy && change.atMs >= timeline.bootedAtMs,
  );
  return back?.atMs ?? timeline.endMs;
}

function lastSentToLostMs(measurement: DrillMeasurement, fallbackMs: number): number {
  const { regionLost, lostAtMs } = measurement.timeline;
  const untilMs = healthyAgainMs(measurement);
  return measurement.samples.reduce(
    (lastMs, { region, sentAtMs }) =>
      region === regionLost && sentAtMs >= lostAtMs && sentAtMs < untilMs
        ? Math.max(lastMs, sentAtMs)
        : lastMs,
    fallbackMs,
  );
}

/** Seconds from the loss to the end of the last one below target while the region was away. */
function secondsUntilRecovered(measurement: DrillMeasurement, servedRatio: number): number {
  const { lostAtMs } = measurement.timeline;
  const away = samplesBetween(measurement, lostAtMs, healthyAgainMs(measurement));
  return Math.max(
    0,
    ...[...secondsBelowTarget(away, measurement, servedRatio)].map((at) => at + 1),
  );
}

/** Whether the seconds that must follow are at target, and say something about every channel. */
function staysAtTarget(
  measurement: DrillMeasurement,
  recoveredAtMs: number,
  servedRatio: number,
): boolean {
  const untilMs = recoveredAtMs + RECOVERED_AFTER_SECONDS * 1000;
  if (untilMs > measurement.timeline.endMs) return false;
  const after = samplesBetween(measurement, recoveredAtMs, untilMs);
  const heard = new Set(after.map(({ channel }) => channel));
  const allHeard = measurement.samples.every(({ channel }) => heard.has(channel));
  return allHeard && secondsBelowTarget(after, measurement, servedRatio).size === 0;
}

function samplesBetween(
  { samples, timeline }: DrillMeasurement,
  fromMs: number,
  untilMs: number,
): RequestSample[] {
  return samples.filter((sample) => {
    const atMs = countedAtMs(sample, timeline);
    return atMs >= fromMs && atMs < untilMs;
  });
}

/** Seconds since the loss in which a channel was served less than its target. */
function secondsBelowTarget(
  samples: readonly RequestSample[],
  { timeline }: DrillMeasurement,
  servedRatio: number,
): ReadonlySet<number> {
  const counts = new Map<string, { second: number; sent: number; served: number }>();
  for (const sample of samples) {
    const second = Math.floor((countedAtMs(sample, timeline) - timeline.lostAtMs) / 1000);
    const key = `${second}/${sample.channel}`;
    const count = counts.get(key) ?? { second, sent: 0, served: 0 };
    count.sent += 1;
    if (sample.outcome === 'served') count.served += 1;
    counts.set(key, count);
  }
  return new Set(
    [...counts.values()]
      .filter(({ sent, served }) => served / sent < servedRatio)
      .map(({ second }) => second),
  );
}
