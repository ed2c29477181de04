import { READY_MINUTES } from '../plan/defaults';
import {
  DAY_MINUTES,
  instantOf,
  localMinutesOf,
  localTimeAt,
  localTimeOf,
} from '../plan/local-time';
import type { ScheduledActionTopology, StandingFleet } from '../topology/topology';
import { type Cron, firesOn, tryParseCron } from './cron';

// Actions of the last week decide the minimum, unless nothing fires that often.
const WEEK_DAYS = 8;
const YEAR_DAYS = 367;

/** A fleet's scheduled minimums, parsed. */
export interface Schedule {
  readonly minSize: number;
  readonly actions: readonly {
    readonly cron: Cron;
    readonly minSize: number;
    /** Zone of the action when it is not the plan's. */
    readonly foreignTimeZone?: string;
  }[];
}

/** From a local minute on, until the next step, a minimum counts. */
export interface MinimumStep {
  readonly at: number;
  readonly minimum: number;
}

/** The actions of a fleet that set its minimum; those without a readable cron are left out. */
export function scheduleOf(fleet: StandingFleet, timeZone: string): Schedule {
  const actions = fleet.scheduledActions.flatMap((action) => {
    const cron = tryParseCron(action.recurrence);
    if (cron === undefined || action.minSize === undefined) return [];
    return [{ cron, minSize: action.minSize, ...foreignZone(action, timeZone) }];
  });
  return { minSize: fleet.minSize, actions };
}

function foreignZone(action: ScheduledActionTopology, timeZone: string) {
  return action.timeZone === timeZone ? {} : { foreignTimeZone: action.timeZone };
}

/**
 * The minimum that counts through [from, to), in local minutes of the plan's zone, as steps of which
 * the first is at `from`: the template's MinSize until the first action, then always the last action's.
 * A raised minimum counts from READY_MINUTES on, a lowered one at once. Of actions in the same minute
 * the lowest counts, since their order is not known.
 */
export function standingMinimums(
  schedule: Schedule,
  timeZone: string,
  from: number,
  to: number,
): readonly MinimumStep[] {
  const steps = replay(schedule, timeZone, from, to);
  const times = new Set([from]);
  for (const { at } of steps) {
    for (const time of [at, at + READY_MINUTES]) if (time > from && time < to) times.add(time);
  }
  let index = 0;
  return [...times]
    .sort((a, b) => a - b)
    .map((at) => {
      while ((steps[index + 1]?.at ?? to) <= at) index += 1;
      return { at, minimum: readyMinimum(steps, index, at) };
    });
}

/** The last step's minimum, or a lower one that stood before a raise whose instances may not serve yet. */
function readyMinimum(steps: readonly MinimumStep[], last: number, at: number): number {
  let lowest = steps[last]?.minimum ?? 0;
  for (let index = last; index > 0; index -= 1) {
    const step = steps[index];
    const before = steps[index - 1];
    if (step === undefined || before === undefined || step.at + READY_MINUTES <= at) break;
    lowest = Math.min(lowest, before.minimum);
  }
  return lowest;
}

/** The steps of the minimum up to `to`, beginning with one at or before `from`. */
function replay(
  schedule: Schedule,
  timeZone: string,
  from: number,
  to: number,
): readonly MinimumStep[] {
  for (const days of [WEEK_DAYS, YEAR_DAYS]) {
    const steps = stepsBetween(schedule, timeZone, from - days * DAY_MINUTES, to);
    const first = steps[0];
    if (first !== undefined && first.at <= from - DAY_MINUTES) return steps;
  }
  const start: MinimumStep = {
    at: from - (YEAR_DAYS + 1) * DAY_MINUTES,
    minimum: schedule.minSize,
  };
  return [start, ...stepsBetween(schedule, timeZone, from - YEAR_DAYS * DAY_MINUTES, to)];
}

function stepsBetween(
  schedule: Schedule,
  timeZone: string,
  from: number,
  to: number,
): readonly MinimumStep[] {
  const lowest = new Map<number, number>();
  const firstDay = Math.floor(from / DAY_MINUTES) * DAY_MINUTES;
  for (let day = firstDay; day < to; day += DAY_MINUTES) {
    const date = localTimeOf(day);
    const shifts = new Map<string, number>();
    for (const { cron, minSize, foreignTimeZone } of schedule.actions) {
      if (!firesOn(cron, date)) continue;
      let shift = 0;
      if (foreignTimeZone !== undefined) {
        shift = shifts.get(foreignTimeZone) ?? shiftOf(day, foreignTimeZone, timeZone);
        shifts.set(foreignTimeZone, shift);
      }
      for (const minute of cron.minutesOfDay) {
        const at = day + minute + shift;
        if (at >= to) continue;
        lowest.set(at, Math.min(lowest.get(at) ?? minSize, minSize));
      }
    }
  }
  return [...lowest].map(([at, minimum]) => ({ at, minimum })).sort((a, b) => a.at - b.at);
}

/** Minutes by which the wall of one zone is ahead of another's, at noon of a day of the latter. */
function shiftOf(day: number, fromZone: string, toZone: string): number {
  const noon = day + DAY_MINUTES / 2;
  const there = localTimeAt(instantOf(localTimeOf(noon), fromZone), toZone);
  return Math.round(localMinutesOf(there, there.minuteOfDay)) - noon;
}
