import type { IGroupReader } from '../adapters/auto-scaling';
import type { IMetricSink } from '../adapters/metric-lines';
import type { WatchedFleet, WatchedFleets } from './fleets';
import { missedMinimum } from './missed-minimum';

/** What a look at the schedules works with. */
export interface WatchTools {
  readonly groups: IGroupReader;
  readonly metrics: IMetricSink;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Tells a person which action it was. */
  readonly log: (line: string) => void;
}

/**
 * Emits, for each fleet, whether its minimum is below what its schedule has said last. One that cannot
 * be read hides no other: it is told at the end, by an error that names each of them.
 */
export async function watchFleets(
  { plan, fleets }: WatchedFleets,
  tools: WatchTools,
): Promise<void> {
  const unread: unknown[] = [];
  for (const fleet of fleets) {
    try {
      await watchFleet(plan, fleet, tools);
    } catch (error) {
      unread.push(error);
    }
  }
  if (unread.length > 0) {
    throw new AggregateError(
      unread,
      `${unread.length} of ${fleets.length} fleets cannot be read: ${unread.map(messageOf).join('; ')}`,
    );
  }
}

async function watchFleet(
  plan: string,
  { fleet, groupName }: WatchedFleet,
  { groups, metrics, now, log }: WatchTools,
): Promise<void> {
  const group = await groups.group(groupName);
  const actions = await groups.recurringMinimums(groupName);
  const nowMs = now();
  const missed = missedMinimum(group, actions, nowMs);
  if (missed !== undefined) {
    const { dueAtMs, ...rest } = missed;
    log(JSON.stringify({ fleet, groupName, ...rest, dueAt: new Date(dueAtMs).toISOString() }));
  }
  metrics.emit({
    dimensions: { Plan: plan, Fleet: fleet },
    values: [
      { name: 'ScheduledMinimumMissed', unit: 'Count', value: missed === undefined ? 0 : 1 },
    ],
    atMs: nowMs,
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
