/** What became of one request. */
export type Outcome = 'served' | 'refused' | 'lost';

/** One request as its sender saw it. */
export interface RequestSample {
  /** When its address was chosen, milliseconds since the epoch. */
  readonly sentAtMs: number;
  /** When it was answered or given up, milliseconds since the epoch. */
  readonly endedAtMs: number;
  readonly channel: string;
  /** The region it was sent to; undefined when no address was to be had. */
  readonly region: string | undefined;
  readonly outcome: Outcome;
}

/** A region's in-service health check changed. */
export interface HealthChange {
  readonly atMs: number;
  readonly region: string;
  readonly healthy: boolean;
}

/** What was done and when, milliseconds since the epoch. */
export interface DrillTimeline {
  readonly startMs: number;
  readonly regionLost: string;
  readonly lostAtMs: number;
  readonly bootedAtMs: number;
  readonly endMs: number;
}

/** What became of the facts that a partner was told are stored. */
export interface FactCount {
  readonly acknowledged: number;
  /** How many of them each region holds. */
  readonly presentByRegion: Readonly<Record<string, number>>;
  /** Acknowledged facts that at least one region does not hold. */
  readonly lost: number;
}

/** Everything a drill measured; the verdict is a pure function of it. */
export interface DrillMeasurement {
  readonly timeline: DrillTimeline;
  /** Processes or hosts that the fault hit. */
  readonly targetsHit: number;
  readonly samples: readonly RequestSample[];
  readonly healthChanges: readonly HealthChange[];
  readonly facts: FactCount;
  /** Longest lag of replication before the loss, seconds; undefined when it was never measured. */
  readonly replicationLagSec: number | undefined;
  /** Regions that records point at; all of them are expected to answer at the end. */
  readonly regionsInService: readonly string[];
}

/**
 * The moment a request counts at: when it was sent, or the loss for one that was under way when the
 * region was lost, since the loss decided its fate.
 */
export function countedAtMs(
  { sentAtMs, endedAtMs }: RequestSample,
  { lostAtMs }: Pick<DrillTimeline, 'lostAtMs'>,
): number {
  return sentAtMs < lostAtMs && endedAtMs >= lostAtMs ? lostAtMs : sentAtMs;
}
