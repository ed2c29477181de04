import type { ScheduledMinimum } from '../../lib/plan/capacity-plan';
import { DAY_MINUTES, localTimeOf } from '../../lib/plan/local-time';

interface Action {
  readonly minSize: number;
  readonly name: string;
  fires(day: { readonly month: number; readonly day: number; readonly dayOfWeek: number }): boolean;
}

function valuesOf(field: string): ReadonlySet<number> | undefined {
  if (field === '*') return undefined;
  return new Set(
    field.split(',').flatMap((part) => {
      const [from, to = from] = part.split('-').map(Number) as [number, number?];
      return Array.from({ length: to - from + 1 }, (_, index) => from + index);
    }),
  );
}

/** The actions of a group by minute of the day, read the way cron reads them. */
function byMinute(actions: readonly ScheduledMinimum[]): ReadonlyMap<number, readonly Action[]> {
  const found = new Map<number, Action[]>();
  for (const { recurrence, minSize, name } of actions) {
    const [minute = '', hour = '', ...days] = recurrence.split(' ');
    const [daysOfMonth, months, daysOfWeek] = days.map(valuesOf);
    if (daysOfMonth !== undefined && daysOfWeek !== undefined) {
      throw new Error(`cron takes either day field of ${recurrence}`);
    }
    const at = Number(hour) * 60 + Number(minute);
    const action: Action = {
      minSize,
      name,
      fires: ({ month, day, dayOfWeek }) =>
        (daysOfMonth?.has(day) ?? true) &&
        (months?.has(month) ?? true) &&
        (daysOfWeek?.has(dayOfWeek) ?? true),
    };
    found.set(at, [...(found.get(at) ?? []), action]);
  }
  return found;
}

/** One scheduled action that fired, in local minutes. */
export interface Firing {
  readonly at: number;
  readonly minSize: number;
  readonly name: string;
}

/** Everything that fires in [from, to), whole days of local minutes; throws on a shared minute. */
export function firings(
  actions: readonly ScheduledMinimum[],
  from: number,
  to: number,
): readonly Firing[] {
  const times = [...byMinute(actions)].sort(([a], [b]) => a - b);
  const fired: Firing[] = [];
  for (let day = from; day < to; day += DAY_MINUTES) {
    const date = localTimeOf(day);
    for (const [minute, candidates] of times) {
      const firing = candidates.filter((action) => action.fires(date));
      if (firing.length > 1) {
        throw new Error(`${firing.map(({ name }) => name).join(' and ')} share a minute`);
      }
      for (const { minSize, name } of firing) fired.push({ at: day + minute, minSize, name });
    }
  }
  return fired;
}

/** The minimum at each minute of [from, to), whole days; begins 8 days earlier with `minSize`. */
export function replay(
  actions: readonly ScheduledMinimum[],
  minSize: number,
  from: number,
  to: number,
): Int32Array {
  const standing = new Int32Array(to - from).fill(minSize);
  for (const firing of firings(actions, from - 8 * DAY_MINUTES, to)) {
    standing.fill(firing.minSize, Math.max(firing.at - from, 0));
  }
  return standing;
}
