import fc from 'fast-check';
import { MAXIMUM_HEADROOM, planCapacity, WARM_POOL_SHARE } from '../../lib/plan/capacity';
import type { CapacityPlan } from '../../lib/plan/capacity-plan';
import type { Plan, StrategyName } from '../../lib/plan/plan';
import { PlanError } from '../../lib/plan/plan-error';
import { UNIT_REDUCTIONS_QUOTA } from '../../lib/plan/quotas';
import { scheduledMinimums } from '../../lib/plan/schedule';
import { DEFAULT_WARM_THROUGHPUT } from '../../lib/plan/table-throughput';
import { highestDemand } from '../../lib/plan/traffic-curve';
import { arbitraryPlan } from './arbitrary-plan';
import { basePlan } from './base-plan';

const CITIZEN_PER_INSTANCE = 100 * 60 * 0.6;

function citizen(capacity: CapacityPlan, region = 0) {
  return capacity.regions[region]?.fleets[0];
}

/** Random plans ask for what AWS may refuse to schedule; sizes are checked on those it takes. */
function tryCapacity(plan: Plan): CapacityPlan | undefined {
  try {
    return planCapacity(plan);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}

describe('a capacity plan', () => {
  test('asks more of nothing when demand falls and less of nothing when it rises', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.double({ min: 1, max: 3, noNaN: true }), (plan, factor) => {
        const { traffic } = plan;
        const more = tryCapacity({
          ...plan,
          traffic: {
            weekday: traffic.weekday.map((value) => value * factor),
            weekend: traffic.weekend.map((value) => value * factor),
            partnerRequestsPerMinute: traffic.partnerRequestsPerMinute * factor,
            campaigns: traffic.campaigns.map((campaign) => ({
              ...campaign,
              peakRequestsPerMinute: campaign.peakRequestsPerMinute * factor,
            })),
          },
        });
        const less = tryCapacity(plan);
        fc.pre(more !== undefined && less !== undefined);
        const numbers = sizesOf(less);
        expect(sizesOf(more).every((size, index) => size >= (numbers[index] ?? 0))).toBe(true);
      }),
      { numRuns: 20, seed: 2 },
    );
  });

  test('keeps minimum, warm pool and maximum in order, and the schedule within them', () => {
    fc.assert(
      fc.property(arbitraryPlan, (plan) => {
        const capacity = tryCapacity(plan);
        fc.pre(capacity !== undefined);
        for (const { fleets } of capacity.regions) {
          for (const { minSize, maxSize, scheduledMinimums: actions } of fleets) {
            expect(maxSize).toBeGreaterThan(minSize);
            for (const action of actions) expect(action.minSize).toBeLessThanOrEqual(maxSize);
          }
        }
      }),
      { numRuns: 15, seed: 3 },
    );
  });

  test('holds the figures of the base plan', () => {
    // Weekly peak 60,000 and campaign 140,000 at 3,600 per instance, all of it in either region.
    expect(citizen(planCapacity(basePlan()))).toMatchObject({
      minSize: 17,
      maxSize: Math.ceil(39 * MAXIMUM_HEADROOM),
      warmPoolSize: Math.ceil(17 * WARM_POOL_SHARE),
      targetRequestsPerMinutePerInstance: CITIZEN_PER_INSTANCE,
      loadBalancerCapacityUnits: 100,
    });
  });

  test('carries all of it in each region with latency records, however many regions there are', () => {
    const third = { name: 'eu-west-1', zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] };
    const plan = basePlan();
    const regions = [...plan.regions, third];
    const sizes = (['weighted', 'latency'] as const).map(
      (routing) => citizen(planCapacity({ ...plan, regions, routing }))?.minSize,
    );
    expect(sizes).toEqual([9, 17]);
  });

  test.each<[StrategyName, string, number, number[]]>([
    ['single-region', 'absent', 0, []],
    ['backup-restore', 'backup', 0, []],
    ['pilot-light', 'standby', 0, [0, 0]],
    ['warm-standby', 'standby', 0.25, [5, 2]],
    ['active-active', 'active', 1, [17, 2]],
  ])('makes the second region of %s %s with share %d', (strategy, role, share, minimums) => {
    const capacity = planCapacity(basePlan({ strategy }));
    const [first, second] = capacity.regions;
    expect(first).toMatchObject({ role: 'active', share: 1 });
    expect(second).toMatchObject({ role, share });
    expect(first?.fleets.map(({ minSize }) => minSize)).toEqual([17, 2]);
    expect(second?.fleets.map(({ minSize }) => minSize)).toEqual(minimums);
  });

  test('lets a standby grow to what the active region needs', () => {
    const [first, second] = planCapacity(basePlan({ strategy: 'pilot-light' })).regions;
    expect(second?.fleets[0]).toMatchObject({
      minSize: 0,
      warmPoolSize: 0,
      maxSize: first?.fleets[0]?.maxSize,
      scheduledMinimums: [],
      loadBalancerCapacityUnits: 0,
    });
  });

  test('warms the tables for the region that is asked for most, never below what is free', () => {
    expect(planCapacity(basePlan()).warmThroughput).toEqual({
      facts: DEFAULT_WARM_THROUGHPUT,
      control: DEFAULT_WARM_THROUGHPUT,
    });
    const plan = basePlan();
    const traffic = { ...plan.traffic, partnerRequestsPerMinute: 6000 };
    const [campaign] = traffic.campaigns;
    if (campaign === undefined) throw new Error('the base plan has no campaign');
    const crowded = { ...campaign, peakRequestsPerMinute: 1_400_000 };
    const capacity = planCapacity({ ...plan, traffic: { ...traffic, campaigns: [crowded] } });
    expect(capacity.warmThroughput.facts).toEqual({
      readUnitsPerSecond: 23_334,
      writeUnitsPerSecond: 5000,
    });
    const units = citizen(capacity)?.scheduledReservations.map((one) => one.capacityUnits);
    expect(Math.max(...(units ?? []))).toBe(934);
  });

  test('fails when campaigns would lower the units of a load balancer three times a day', () => {
    const plan = basePlan();
    // Downhill from hour to hour; the last one releases.
    const campaigns = [900_000, 700_000, 500_000].map((peakRequestsPerMinute, index) => ({
      name: `c${index}`,
      dates: [{ month: 5, day: 1 }],
      fromMinute: (8 + index) * 60,
      toMinute: (9 + index) * 60,
      peakRequestsPerMinute,
    }));
    const withThe = (some: typeof campaigns) => () =>
      planCapacity({ ...plan, traffic: { ...plan.traffic, campaigns: some } });
    expect(withThe(campaigns)).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({
            code: 'KAPOK_PLAN_QUOTA',
            path: 'traffic.campaigns',
            what: expect.stringContaining('citizen fleet of ap-southeast-1'),
            got: '3 reductions on one day',
            allowed: `${UNIT_REDUCTIONS_QUOTA} a day per load balancer`,
          }),
        ],
      }),
    );
    expect(withThe(campaigns)).toThrow(/05-01/);
    expect(withThe(campaigns.slice(1))).not.toThrow();
  });

  test('fails when only a campaign needs more units than a load balancer may have', () => {
    const plan = basePlan();
    const [campaign] = plan.traffic.campaigns;
    if (campaign === undefined) throw new Error('the base plan has no campaign');
    // 15,001 units of 25 new connections a second.
    const campaigns = [{ ...campaign, peakRequestsPerMinute: 15_001 * 25 * 60 }];
    const fast = { ...plan.fleets.citizen, requestsPerSecondPerInstance: 1_000_000 };
    const crowded = {
      ...plan,
      fleets: { ...plan.fleets, citizen: fast },
      traffic: { ...plan.traffic, campaigns },
    };
    expect(() => planCapacity(crowded)).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ got: '15,001 capacity units' })],
      }),
    );
  });

  test('fails when a group needs more scheduled actions than AWS allows', () => {
    const plan = basePlan();
    const campaigns = Array.from({ length: 40 }, (_, index) => ({
      name: `c${index}`,
      dates: [{ month: 1 + (index % 12), day: 3 + Math.floor(index / 12) }],
      fromMinute: 600 + index,
      toMinute: 700 + 2 * index,
      peakRequestsPerMinute: 100_000,
    }));
    const crowded = { ...plan, traffic: { ...plan.traffic, campaigns } };
    expect(() => planCapacity(crowded)).toThrow(
      expect.objectContaining({ code: 'KAPOK_PLAN_SCHEDULE_QUOTA', exitCode: 2 }),
    );
    expect(scheduledMinimums({ weeklyFloors: [2], campaigns: [], leadMinutes: 0 })).toEqual([]);
    expect(highestDemand(crowded, 'citizen')).toBe(100_000);
  });
});

function sizesOf(capacity: CapacityPlan): number[] {
  const { facts, control } = capacity.warmThroughput;
  return [
    facts.readUnitsPerSecond,
    facts.writeUnitsPerSecond,
    control.readUnitsPerSecond,
    control.writeUnitsPerSecond,
    ...capacity.regions.flatMap(({ fleets }) =>
      fleets.flatMap((fleet) => [
        fleet.minSize,
        fleet.maxSize,
        fleet.warmPoolSize,
        fleet.loadBalancerCapacityUnits,
      ]),
    ),
  ];
}
