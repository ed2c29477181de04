import type { FleetCapacity, RegionCapacity } from './capacity-plan';
import { twoDigits } from './clock-notation';
import { CALENDAR_DAYS, dateOfCalendarDay } from './leap-calendar';
import { DAY_MINUTES } from './local-time';
import { firingsOf } from './moment-gaps';
import type { Plan } from './plan';
import type { PlanProblem } from './plan-error';

/** Scheduled actions one Auto Scaling group may have, by the quota that AWS sets. */
export const SCHEDULED_ACTIONS_QUOTA = 125;

/** Capacity units one Application Load Balancer may have reserved; AWS raises it when asked. */
export const LOAD_BALANCER_UNITS_QUOTA = 15_000;

/** Times a day that AWS lets the reserved units of one load balancer be lowered. */
export const UNIT_REDUCTIONS_QUOTA = 2;

/**
 * Addresses for instances in one zone: the fleets of a region share a /19 subnet in each zone, of whose
 * 8,192 addresses AWS keeps 5.
 */
export const INSTANCES_PER_ZONE = 2 ** (32 - 19) - 5;

type Limit = Pick<PlanProblem, 'code' | 'path' | 'allowed' | 'fix'>;

/** What a plan needs more of than AWS gives, each told for the place that needs most. */
export function quotaProblems(
  plan: Plan,
  regions: readonly RegionCapacity[],
): readonly PlanProblem[] {
  return [
    ...scheduleProblems(regions),
    ...loadBalancerProblems(regions),
    ...reductionProblems(regions),
    ...addressProblems(plan, regions),
  ];
}

function scheduleProblems(regions: readonly RegionCapacity[]): readonly PlanProblem[] {
  const { region, fleet, count } = worstFleet(regions, (one) => one.scheduledMinimums.length);
  return problemAbove(count, SCHEDULED_ACTIONS_QUOTA, {
    code: 'KAPOK_PLAN_SCHEDULE_QUOTA',
    path: 'traffic.campaigns',
    what: `the ${fleet} fleet of ${region} needs too many scheduled actions`,
    got: `${count} scheduled actions`,
    allowed: `${SCHEDULED_ACTIONS_QUOTA} per Auto Scaling group`,
    fix: 'give campaigns the same hours, merge or remove some, or draw a flatter weekly curve',
  });
}

function loadBalancerProblems(regions: readonly RegionCapacity[]): readonly PlanProblem[] {
  const { region, fleet, count } = worstFleet(regions, highestUnits);
  return problemAbove(count, LOAD_BALANCER_UNITS_QUOTA, {
    code: 'KAPOK_PLAN_QUOTA',
    path: fleet === 'partner' ? 'traffic.partnerRequestsPerMinute' : 'traffic',
    what: `the load balancer of the ${fleet} fleet of ${region} needs too many capacity units`,
    got: `${count.toLocaleString('en-US')} capacity units`,
    allowed: `${LOAD_BALANCER_UNITS_QUOTA.toLocaleString('en-US')} per load balancer`,
    fix: 'lower the highest peak, or spread it over more regions with weighted records',
  });
}

function highestUnits(fleet: FleetCapacity): number {
  const raised = fleet.scheduledReservations.map(({ capacityUnits }) => capacityUnits);
  return Math.max(fleet.loadBalancerCapacityUnits, ...raised);
}

/** Campaigns that follow one another downhill may lower the units at each step. */
function reductionProblems(regions: readonly RegionCapacity[]): readonly PlanProblem[] {
  const { region, fleet, count } = worstFleet(regions, (one) => mostReductions(one).count);
  const worst = regions
    .find((one) => one.region === region)
    ?.fleets.find((one) => one.fleet === fleet);
  if (worst === undefined) return [];
  const { month, day } = dateOfCalendarDay(mostReductions(worst).day);
  return problemAbove(count, UNIT_REDUCTIONS_QUOTA, {
    code: 'KAPOK_PLAN_QUOTA',
    path: 'traffic.campaigns',
    what: `the load balancer of the ${fleet} fleet of ${region} would have its capacity units lowered too often on ${twoDigits(month)}-${twoDigits(day)}`,
    got: `${count} reductions on one day`,
    allowed: `${UNIT_REDUCTIONS_QUOTA} a day per load balancer`,
    fix: 'give campaigns of that day the same peak, or let one campaign cover their hours',
  });
}

/** The day of the year on which a load balancer's units are lowered most often. */
function mostReductions(fleet: FleetCapacity): { readonly day: number; readonly count: number } {
  const reservations = fleet.scheduledReservations;
  const counts = new Array<number>(CALENDAR_DAYS).fill(0);
  const firings = firingsOf(reservations);
  // What stands when the year begins is what the last action of the year before has set.
  let units = reservations[firings.at(-1)?.index ?? 0]?.capacityUnits ?? 0;
  for (const { index, at } of firings) {
    const next = reservations[index]?.capacityUnits ?? units;
    const day = Math.floor(at / DAY_MINUTES);
    if (next < units) counts[day] = (counts[day] ?? 0) + 1;
    units = next;
  }
  const count = Math.max(...counts);
  return { day: counts.indexOf(count), count };
}

/** The fleets of a region grow side by side in the same subnets. */
function addressProblems(plan: Plan, regions: readonly RegionCapacity[]): readonly PlanProblem[] {
  const [worst] = regions
    .map(({ region, fleets }) => {
      const zones = plan.regions.find(({ name }) => name === region)?.zones.length ?? 0;
      const instances = fleets.reduce((sum, { maxSize }) => sum + maxSize, 0);
      return { region, zones, instances, free: zones * INSTANCES_PER_ZONE - instances };
    })
    .sort((a, b) => a.free - b.free);
  if (worst === undefined || worst.instances === 0) return [];
  const { region, zones, instances } = worst;
  const addresses = zones * INSTANCES_PER_ZONE;
  return problemAbove(instances, addresses, {
    code: 'KAPOK_PLAN_QUOTA',
    path: 'traffic',
    what: `the fleets of ${region} may grow to more instances than its subnets have addresses`,
    got: `${instances.toLocaleString('en-US')} instances`,
    allowed: `${addresses.toLocaleString('en-US')} in ${zones} zones`,
    fix: 'lower the highest peak, rate a larger instance type, or add a zone or a region',
  });
}

function worstFleet(regions: readonly RegionCapacity[], countOf: (fleet: FleetCapacity) => number) {
  const counts = regions.flatMap(({ region, fleets }) =>
    fleets.map((one) => ({ region, fleet: one.fleet, count: countOf(one) })),
  );
  const none = { region: '', fleet: '', count: 0 };
  return counts.reduce((worst, one) => (one.count > worst.count ? one : worst), counts[0] ?? none);
}

function problemAbove(
  count: number,
  quota: number,
  problem: Limit & Pick<PlanProblem, 'what' | 'got'>,
): readonly PlanProblem[] {
  return count > quota ? [{ ...problem, line: 0, column: 0 }] : [];
}
