import { countedAtMs, type DrillMeasurement } from './measurement';

/**
 * Seconds in a row that must meet the target before users count as recovered; long enough that a
 * lull among the last users of an expired DNS answer is not taken for recovery.
 */
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
 * Recovered is the first of RECOVERED_AFTER_SECONDS seconds in a row in which every channel's
 * served share is at least `servedRatio`; a second without requests of a channel says nothing about it.
 * Returns undefined when users did not recover before the end.
 */
export function measureRecovery(
  measurement: DrillMeasurement,
  servedRatio: number,
): Recovery | undefined {
  const { timeline, healthChanges } = measurement;
  const { lostAtMs, regionLost } = timeline;
  const recoveredAtMs = firstRecoveredMs(measurement, servedRatio);
  if (recoveredAtMs === undefined) return undefined;
  const detected = healthChanges.find(
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

function firstRecoveredMs(measurement: DrillMeasurement, servedRatio: number): number | undefined {
  const { timeline } = measurement;
  const seconds = Math.floor((timeline.endMs - timeline.lostAtMs) / 1000);
  const missed = secondsBelowTarget(measurement, servedRatio);
  let inARow = 0;
  for (let second = 0; second < seconds; second++) {
    inARow = missed.has(second) ? 0 : inARow + 1;
    if (inARow === RECOVERED_AFTER_SECONDS) {
      return timeline.lostAtMs + (second - RECOVERED_AFTER_SECONDS + 1) * 1000;
    }
  }
  return undefined;
}

function secondsBelowTarget(
  { samples, timeline }: DrillMeasurement,
  servedRatio: number,
): ReadonlySet<number> {
  const counts = new Map<string, { second: number; sent: number; served: number }>();
  for (const sample of samples) {
    const second = Math.floor((countedAtMs(sample, timeline) - timeline.lostAtMs) / 1000);
    if (second < 0) continue;
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
