import { planCapacity } from '../../lib/plan/capacity';
import type { FleetCapacity } from '../../lib/plan/capacity-plan';
import { floorFor } from '../../lib/plan/floor';
import {
  DAY_MINUTES,
  localMinutesOf,
  localTimeOf,
  minuteOfWeek,
  modulo,
} from '../../lib/plan/local-time';
import type { Plan } from '../../lib/plan/plan';
import { weeklyMinimums } from '../../lib/plan/schedule';
import {
  citizenRequestsPerMinuteAt,
  weeklyDemand,
  weeklyRequestsPerMinuteAt,
} from '../../lib/plan/traffic-curve';
import { replay } from './replay';

/** Capacity of the citizen fleet of the first region. */
export function citizenOf(plan: Plan): FleetCapacity {
  const fleet = planCapacity(plan).regions[0]?.fleets[0];
  if (fleet === undefined) throw new Error('the first region has no fleet');
  return fleet;
}

/** Minimum by minute of [from, to), from the scheduled actions alone. */
export function standing(plan: Plan, from: number, to: number): Int32Array {
  const fleet = citizenOf(plan);
  return replay(fleet.scheduledMinimums, fleet.minSize, from, to);
}

/** Highest demand in a minute: that at its start, or what the week rises to by its end. */
function demandThrough(plan: Plan, minute: number): number {
  const local = localTimeOf(minute);
  return Math.max(
    citizenRequestsPerMinuteAt(plan, local),
    weeklyRequestsPerMinuteAt(plan.traffic, minuteOfWeek(local) + 1),
  );
}

/** Local minutes of the beginning of a day. */
export function midnight(year: number, month: number, day: number): number {
  return localMinutesOf({ year, month, day });
}

/** Whether a campaign, on any of its dates, holds the minimum at this time of day. */
function heldTimesOfDay(plan: Plan): readonly boolean[] {
  const held = new Array<boolean>(DAY_MINUTES).fill(false);
  for (const { fromMinute, toMinute } of plan.traffic.campaigns) {
    for (let m = fromMinute - plan.prewarm.leadMinutes; m < toMinute; m += 1) {
      held[modulo(m, DAY_MINUTES)] = true;
    }
  }
  return held;
}

/** The days around every campaign date, and an ordinary week. */
function stretches(plan: Plan, year: number): readonly (readonly [number, number])[] {
  const dates = plan.traffic.campaigns.flatMap((campaign) => campaign.dates);
  const days = new Set(dates.map(({ month, day }) => midnight(year, month, day)));
  const around = [...days].map((day) => [day - DAY_MINUTES, day + 2 * DAY_MINUTES] as const);
  const october = midnight(year, 10, 8);
  return [...around, [october, october + 7 * DAY_MINUTES]];
}

/** Numbers of the days on which a campaign, its lead time or its end may fall. */
function daysNearCampaigns(plan: Plan, year: number): ReadonlySet<number> {
  const days = plan.traffic.campaigns
    .flatMap(({ dates }) => dates)
    .flatMap(({ month, day }) => [year - 1, year, year + 1].map((y) => midnight(y, month, day)))
    .map((minutes) => minutes / DAY_MINUTES);
  // Two days around, because 28 February may have 1 March for a neighbour and may not.
  return new Set(days.flatMap((day) => [day - 2, day - 1, day, day + 1, day + 2]));
}

/**
 * Replays the schedule around every campaign and through an ordinary week, and expects at every
 * minute: enough for demand now, in lead time and for the week; exactly the week at times of day that
 * no campaign has; never more than the highest week away from campaigns.
 */
export function expectRight(plan: Plan, year: number): void {
  const { leadMinutes } = plan.prewarm;
  const fleet = citizenOf(plan);
  const zones = plan.regions[0]?.zones.length ?? 0;
  const floorOf = (demand: number) => floorFor(plan, 'citizen', { share: 1, zones }, demand);
  const week = weeklyMinimums(weeklyDemand(plan, 'citizen').map(floorOf), leadMinutes);
  const held = heldTimesOfDay(plan);
  const near = daysNearCampaigns(plan, year);
  for (const [from, to] of stretches(plan, year)) {
    const minimums = replay(fleet.scheduledMinimums, fleet.minSize, from, to);
    const floors = Array.from({ length: to - from + leadMinutes }, (_, index) =>
      floorOf(demandThrough(plan, from + index)),
    );
    const wrong = minimums.findIndex((stands, index) => {
      const local = localTimeOf(from + index);
      const weekly = week[minuteOfWeek(local)] ?? 0;
      const needed = Math.max(floors[index] ?? 0, floors[index + leadMinutes] ?? 0, weekly);
      const isExact = held[local.minuteOfDay] !== true;
      const isFar = !near.has(Math.floor((from + index) / DAY_MINUTES));
      const isTooMuch = (isExact && stands > weekly) || (isFar && stands > fleet.minSize);
      return stands < needed || isTooMuch;
    });
    expect(wrong === -1 ? undefined : localTimeOf(from + wrong)).toBeUndefined();
  }
}

type Hours = Pick<Plan['traffic']['campaigns'][number], 'dates' | 'fromMinute' | 'toMinute'>;

/** A plan with other campaigns; the first one's floor is 100 in the base plan. */
export function withCampaigns(plan: Plan, campaigns: readonly Hours[]): Plan {
  const named = campaigns.map((hours, index) => ({
    ...hours,
    name: `c${index}`,
    peakRequestsPerMinute: 360_000 + 36_000 * index, // 10 instances more each
  }));
  return { ...plan, traffic: { ...plan.traffic, campaigns: named } };
}
