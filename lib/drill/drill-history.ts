/** Topic of the items of `control` in which drills that ended are kept. */
export const DRILL_HISTORY_TOPIC = 'drill-history';

/** Whether a drill's procedure ran to its end; not whether the system did what was expected. */
export type DrillStatus = 'completed' | 'failed' | 'aborted';

/** One drill that ended. */
export interface DrillHistoryEntry {
  readonly drillId: string;
  /** The region that was left. */
  readonly region: string;
  /** Name of the drill's definition, such as `region-evacuation`. */
  readonly definition: string;
  readonly status: DrillStatus;
  /** Whether the system missed its hypothesis. */
  readonly deviated: boolean;
  /** Milliseconds since 1970. */
  readonly endedAtMs: number;
}

/**
 * The entry as an item of `control`: topic `drill-history`, and a name that begins with the ISO time
 * of the drill's end, so that a query backwards gives the newest first:
 * `{ topic: 'drill-history', name: '2026-03-01T02:14:07.000Z#<drillId>', drillId, region, definition,
 * status, deviated, endedAt }`, with `endedAt` in milliseconds since 1970.
 */
export function drillHistoryItem({ endedAtMs, ...rest }: DrillHistoryEntry) {
  const name = `${new Date(endedAtMs).toISOString()}#${rest.drillId}`;
  return { topic: DRILL_HISTORY_TOPIC, name, ...rest, endedAt: endedAtMs };
}

/** When the drill of an item ended, if it is an item of a drill that was completed. */
export function completedAtMs(item: Readonly<Record<string, unknown>>): number | undefined {
  const { topic, status, endedAt } = item;
  if (topic !== DRILL_HISTORY_TOPIC || status !== 'completed') return undefined;
  return typeof endedAt === 'number' && Number.isFinite(endedAt) ? endedAt : undefined;
}
