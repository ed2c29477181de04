import type { CapacityPlan, FleetCapacity } from '../../lib/plan/capacity-plan';

const CITIZEN: FleetCapacity = {
  fleet: 'citizen',
  minSize: 17,
  maxSize: 60,
  warmPoolSize: 4,
  scheduledMinimums: [
    { name: 'week-0540-weekdays', recurrence: '40 5 * * 1-5', minSize: 17 },
    { name: 'week-0540-weekend', recurrence: '40 5 * * 0,6', minSize: 9 },
    { name: 'raise-first-workday-0110', recurrence: '40 6 10 1 *', minSize: 39 },
  ],
  targetRequestsPerMinutePerInstance: 36_000,
  loadBalancerCapacityUnits: 400,
  scheduledReservations: [
    { name: 'first-workday-0110-0100', recurrence: '0 1 10 1 *', capacityUnits: 934 },
    { name: 'first-workday-0110-1100-end', recurrence: '0 11 10 1 *', capacityUnits: 400 },
  ],
};

const PARTNER: FleetCapacity = {
  fleet: 'partner',
  minSize: 3,
  maxSize: 6,
  warmPoolSize: 1,
  scheduledMinimums: [],
  targetRequestsPerMinutePerInstance: 14_400,
  loadBalancerCapacityUnits: 100,
  scheduledReservations: [],
};

/** Sizes of two regions, those of the plan fixture if not told, written down instead of worked out. */
export function capacityFixture(
  regions: readonly string[] = ['ap-southeast-1', 'ap-northeast-1'],
): CapacityPlan {
  return {
    regions: regions.map((region) => ({
      region,
      role: 'active',
      share: 1,
      fleets: [CITIZEN, PARTNER],
    })),
    deployFreeze: {
      closes: [{ name: 'first-workday-0110-0640', recurrence: '40 6 10 1 *' }],
      opens: [{ name: 'first-workday-0110-1100-end', recurrence: '0 11 10 1 *' }],
    },
    warmThroughput: {
      facts: { readUnitsPerSecond: 24_000, writeUnitsPerSecond: 25_000 },
      control: { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 4_000 },
    },
  };
}
