import { Cron } from 'croner';
import type { RecurringMinimum, StandingGroup } from '../adapters/auto-scaling';

const MINUTE_MS = 60_000;

/** How late a scheduled action may come, by AWS's own word. */
export const ACTION_LATENESS_MS = 2 * MINUTE_MS;

/**
 * How far two readings of one cron line may lie apart when clocks change: a time that comes twice, or
 * not at all, is taken early by one reader and late by another. No zone changes by more today.
 */
export const CLOCK_CHANGE_MS = 60 * MINUTE_MS;

/**
 * Runs looked back upon. Near a change of clocks the last one may be unsettled, and one that comes
 * twice takes two places; no action runs twice in `CLOCK_CHANGE_MS` for any other reason.
 */
const RUNS_LOOKED_AT = 3;

/** A minimum that is not what the schedule says. */
export interface MissedMinimum {
  readonly action: string;
  readonly dueAtMs: number;
  readonly demanded: number;
  readonly found: number;
}

interface Run {
  readonly action: RecurringMinimum;
  readonly atMs: number;
  /** The clocks change about then, so the run may be this much earlier or later. */
  readonly uncertaintyMs: number;
}

/**
 * The scheduled action that should have set a group's minimum and did not, if there is one. The last
 * action that must have run by now says what the minimum is at least; a person may have set a higher
 * one. Where a later action may or may not have run yet, the lower of both is enough. A group that is
 * younger than the action has never seen it.
 */
export function missedMinimum(
  group: StandingGroup,
  actions: readonly RecurringMinimum[],
  nowMs: number,
): MissedMinimum | undefined {
  const runs = actions
    .flatMap((action) => latestRuns(action, nowMs))
    .sort((a, b) => b.atMs - a.atMs);
  const last = runs.find((run) => run.atMs + run.uncertaintyMs + ACTION_LATENESS_MS <= nowMs);
  if (last === undefined) return undefined;
  // The last itself, what may have come since, and what may have come after it all the same.
  const perhaps = runs.filter(
    (run) =>
      run.atMs - run.uncertaintyMs <= nowMs &&
      run.atMs + run.uncertaintyMs >= last.atMs - last.uncertaintyMs,
  );
  if (perhaps.some(({ atMs }) => atMs < group.createdAtMs)) return undefined;
  const demanded = Math.min(...perhaps.map(({ action }) => action.minSize));
  if (group.minSize >= demanded) return undefined;
  return { action: last.action.name, dueAtMs: last.atMs, demanded, found: group.minSize };
}

function latestRuns(action: RecurringMinimum, nowMs: number): readonly Run[] {
  const { recurrence, timeZone } = action;
  const cron = new Cron(recurrence, { timezone: timeZone, paused: true });
  // A run counted for later may, by another reading, have been before now.
  return cron.previousRuns(RUNS_LOOKED_AT, new Date(nowMs + CLOCK_CHANGE_MS + 1)).map((run) => ({
    action,
    atMs: run.getTime(),
    uncertaintyMs: clocksChangeAbout(run.getTime(), timeZone) ? CLOCK_CHANGE_MS : 0,
  }));
}

/** Three hours to each side hold the change itself and the times that come twice or not at all. */
function clocksChangeAbout(atMs: number, timeZone: string): boolean {
  const reach = 3 * CLOCK_CHANGE_MS;
  return offsetAt(atMs - reach, timeZone) !== offsetAt(atMs + reach, timeZone);
}

function offsetAt(atMs: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
  return parts.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
}
