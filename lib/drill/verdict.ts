import { findGaps } from './gaps';
import { countedAtMs, type DrillMeasurement, type RequestSample } from './measurement';
import { healthyAgainMs, measureRecovery, type Recovery } from './recovery';
import { shareByRegion, type Tally, tally, tallyByChannel } from './tally';

/** What a drill is judged by. */
export interface DrillObjectives {
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
  /** Least share of requests served outside the recovery window, 0 to 1. */
  readonly servedRatio: number;
}

/** Every way in which a drill can miss its hypothesis, and what it stands for. */
export const DEVIATION_CODES = {
  KAPOK_DRILL_NOT_RECOVERED: 'users had not recovered when the drill ended',
  KAPOK_DRILL_RTO: 'recovery took longer than the objective',
  KAPOK_DRILL_RPO: 'replication lagged behind the objective',
  KAPOK_DRILL_FACTS_LOST: 'acknowledged facts are missing',
  KAPOK_DRILL_SERVED_RATIO: 'too few requests were served outside the recovery window',
  KAPOK_DRILL_LOST_OUTSIDE_RECOVERY: 'requests were lost outside the recovery window',
  KAPOK_DRILL_REGION_NOT_BACK: 'users did not return to the region that was lost',
} as const;

/** Code of one way in which a drill missed its hypothesis. */
export type DeviationCode = keyof typeof DEVIATION_CODES;

/** One way in which the system missed the hypothesis. */
export interface Deviation {
  readonly code: DeviationCode;
  readonly what: string;
  readonly got: string;
  readonly allowed: string;
}

/** A stretch of the drill with its requests and where they went. */
export interface DrillPhase {
  readonly name: 'before the loss' | 'detect and shift' | 'one region down' | 'after the return';
  readonly fromMs: number;
  readonly toMs: number;
  readonly tally: Tally;
  readonly shareByRegion: Readonly<Record<string, number>>;
}

/** The outcome of a drill: did the procedure run, and did the system miss its hypothesis. */
export interface Verdict {
  readonly status: 'completed' | 'failed' | 'aborted';
  /** What was not measured or did not happen, so that the drill proves nothing; none if completed. */
  readonly gaps: readonly string[];
  readonly deviated: boolean;
  readonly deviations: readonly Deviation[];
  readonly recovery: Recovery | undefined;
  readonly phases: readonly DrillPhase[];
  readonly channels: Readonly<Record<string, Tally>>;
  readonly total: Tally;
  /** Served share of the requests sent outside the recovery window. */
  readonly servedRatioOutsideRecovery: number;
}

/**
 * A returned region counts as back when, at the end, it serves at least half of the share that it
 * served before the loss; users hold cached DNS answers, so the same share cannot be expected.
 */
export const RETURNED_SHARE_OF_BEFORE = 0.5;

/** The stretch at the end of a drill in which the return is judged, seconds. */
export const RETURN_WINDOW_SECONDS = 60;

/** Judges a completed drill against its objectives; pure. */
export function judge(measurement: DrillMeasurement, objectives: DrillObjectives): Verdict {
  const recovery = measureRecovery(measurement, objectives.servedRatio);
  const outside = samplesOutsideRecovery(measurement, recovery);
  const outsideTally = tally(outside);
  const servedRatioOutsideRecovery = outsideTally.served / Math.max(1, outsideTally.sent);
  const gaps = findGaps(measurement);
  const deviations = [
    ...recoveryDeviations(recovery, measurement, objectives),
    ...servedDeviations(outsideTally, servedRatioOutsideRecovery, objectives),
    ...factDeviations(measurement, objectives),
    ...returnDeviations(measurement),
  ];
  return {
    status: gaps.length === 0 ? 'completed' : 'failed',
    gaps,
    deviated: deviations.length > 0,
    deviations,
    recovery,
    phases: phasesOf(measurement, recovery),
    channels: tallyByChannel(measurement.samples),
    total: tally(measurement.samples),
    servedRatioOutsideRecovery,
  };
}

function deviation(code: DeviationCode): Pick<Deviation, 'code' | 'what'> {
  return { code, what: DEVIATION_CODES[code] };
}

/** The recovery window: from the loss to the later of the end of the shift and recovery. */
function windowEndMs(measurement: DrillMeasurement, recovery: Recovery | undefined): number {
  if (recovery === undefined) return measurement.timeline.endMs;
  return Math.max(recovery.shiftEndMs, recovery.recoveredAtMs);
}

function samplesOutsideRecovery(
  measurement: DrillMeasurement,
  recovery: Recovery | undefined,
): RequestSample[] {
  const within = new Set(samplesWithinRecovery(measurement, recovery));
  return measurement.samples.filter((sample) => !within.has(sample));
}

function samplesWithinRecovery(
  measurement: DrillMeasurement,
  recovery: Recovery | undefined,
): RequestSample[] {
  const { timeline } = measurement;
  const toMs = windowEndMs(measurement, recovery);
  return measurement.samples.filter((sample) => {
    const atMs = countedAtMs(sample, timeline);
    return atMs >= timeline.lostAtMs && atMs <= toMs;
  });
}

function recoveryDeviations(
  recovery: Recovery | undefined,
  measurement: DrillMeasurement,
  { rtoSeconds }: DrillObjectives,
): Deviation[] {
  const { lost } = tally(samplesWithinRecovery(measurement, recovery));
  const allowed = `users recovered within ${rtoSeconds} s of the loss`;
  if (recovery === undefined) {
    return [
      {
        ...deviation('KAPOK_DRILL_NOT_RECOVERED'),
        got: `${lost} requests lost after the loss of ${measurement.timeline.regionLost}`,
        allowed,
      },
    ];
  }
  if (recovery.rtoSec <= rtoSeconds) return [];
  return [
    {
      ...deviation('KAPOK_DRILL_RTO'),
      got: `${recovery.rtoSec.toFixed(0)} s, ${lost} requests lost meanwhile`,
      allowed,
    },
  ];
}

function servedDeviations(
  outside: Tally,
  ratio: number,
  { servedRatio }: DrillObjectives,
): Deviation[] {
  const deviations: Deviation[] = [];
  if (ratio < servedRatio) {
    deviations.push({
      ...deviation('KAPOK_DRILL_SERVED_RATIO'),
      got: ratio.toFixed(5),
      allowed: `at least ${servedRatio}`,
    });
  }
  if (outside.lost > 0) {
    deviations.push({
      ...deviation('KAPOK_DRILL_LOST_OUTSIDE_RECOVERY'),
      got: `${outside.lost} of ${outside.sent}`,
      allowed: 'none: a request may be lost only between the loss and the end of the shift',
    });
  }
  return deviations;
}

function factDeviations(
  { facts, replicationLagSec }: DrillMeasurement,
  { rpoSeconds }: DrillObjectives,
): Deviation[] {
  const deviations: Deviation[] = [];
  if (facts.lost > 0) {
    deviations.push({
      ...deviation('KAPOK_DRILL_FACTS_LOST'),
      got: `${facts.lost} of ${facts.acknowledged}`,
      allowed: 'every acknowledged fact in every region',
    });
  }
  if (replicationLagSec !== undefined && replicationLagSec > rpoSeconds) {
    deviations.push({
      ...deviation('KAPOK_DRILL_RPO'),
      got: `${replicationLagSec.toFixed(1)} s`,
      allowed: `at most ${rpoSeconds} s`,
    });
  }
  return deviations;
}

function returnDeviations({ timeline, samples }: DrillMeasurement): Deviation[] {
  const { regionLost, lostAtMs, endMs } = timeline;
  const served = samples.filter(({ outcome }) => outcome === 'served');
  const shareOf = (some: readonly RequestSample[]) =>
    shareByRegion(some, [regionLost])[regionLost] ?? 0;
  const before = shareOf(served.filter(({ sentAtMs }) => sentAtMs < lostAtMs));
  const fromMs = endMs - RETURN_WINDOW_SECONDS * 1000;
  const share = shareOf(served.filter(({ sentAtMs }) => sentAtMs >= fromMs));
  const least = RETURNED_SHARE_OF_BEFORE * before;
  // Without a request served at the end nobody is back, whatever the share before.
  if (share > 0 && share >= least) return [];
  return [
    {
      ...deviation('KAPOK_DRILL_REGION_NOT_BACK'),
      got: `${regionLost} served ${(100 * share).toFixed(1)} % of the last ${RETURN_WINDOW_SECONDS} s`,
      allowed: `at least ${(100 * least).toFixed(1)} %, half of its share before the loss`,
    },
  ];
}

function phasesOf(measurement: DrillMeasurement, recovery: Recovery | undefined): DrillPhase[] {
  const { startMs, lostAtMs, endMs } = measurement.timeline;
  const backMs = Math.max(lostAtMs, healthyAgainMs(measurement));
  // The shift includes its last moment, at which the last stale request was sent.
  const shiftedMs = Math.min((recovery?.shiftEndMs ?? backMs) + 1, backMs);
  const edges: readonly [DrillPhase['name'], number, number][] = [
    ['before the loss', startMs, lostAtMs],
    ['detect and shift', lostAtMs, shiftedMs],
    ['one region down', shiftedMs, backMs],
    ['after the return', backMs, endMs],
  ];
  return edges.map(([name, fromMs, toMs]) => {
    const samples = measurement.samples.filter((sample) => {
      const atMs = countedAtMs(sample, measurement.timeline);
      return atMs >= fromMs && (atMs < toMs || toMs === endMs);
    });
    return {
      name,
      fromMs,
      toMs,
      tally: tally(samples),
      shareByRegion: shareByRegion(samples, measurement.regionsInService),
    };
  });
}
