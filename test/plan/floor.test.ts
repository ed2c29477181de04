import fc from 'fast-check';
import {
  floorFor,
  instancesToLoseZone,
  MINIMUM_INSTANCES,
  targetRequestsPerMinutePerInstance,
} from '../../lib/plan/floor';
import { WEEK_MINUTES } from '../../lib/plan/local-time';
import type { FleetName, Plan, SurviveLevel } from '../../lib/plan/plan';
import { FLEET_NAMES } from '../../lib/plan/plan';
import { weeklyRequestsPerMinuteAt } from '../../lib/plan/traffic-curve';
import { arbitraryPlan } from './arbitrary-plan';
import { basePlan } from './base-plan';

/** What is left of a fleet to carry users once a region, and perhaps a zone of each, is gone. */
function carriedWithout(plan: Plan, fleet: FleetName, lost: number, demand: number): number[] {
  const perInstance = targetRequestsPerMinutePerInstance(plan, fleet);
  return plan.regions
    .filter((_, index) => index !== lost)
    .map(({ zones }) => {
      const standing = floorFor(plan, fleet, { share: 1, zones: zones.length }, demand);
      const largest = plan.survive === 'region+zone' ? Math.ceil(standing / zones.length) : 0;
      return (standing - largest) * perInstance;
    });
}

describe('floors', () => {
  test('carry demand at target utilisation when any one region is gone, at every minute', () => {
    const survivors = arbitraryPlan.filter(({ survive }) => survive !== 'none');
    fc.assert(
      fc.property(survivors, fc.constantFrom(...FLEET_NAMES), (plan, fleet) => {
        const peaks = plan.traffic.campaigns.map((campaign) => campaign.peakRequestsPerMinute);
        const minutes = Array.from({ length: WEEK_MINUTES }, (_, minute) => minute);
        const demands =
          fleet === 'partner'
            ? [plan.traffic.partnerRequestsPerMinute]
            : [...peaks, ...minutes.map((m) => weeklyRequestsPerMinuteAt(plan.traffic, m))];
        const rest = plan.regions.length - 1;
        // Latency records may send everyone to one of them; weighted ones spread evenly.
        const share = plan.routing === 'latency' ? 1 : 1 / rest;
        const short = demands.find((demand) =>
          plan.regions.some((_, lost) =>
            carriedWithout(plan, fleet, lost, demand).some(
              (carried) => carried < demand * share - 1e-3,
            ),
          ),
        );
        expect(short).toBeUndefined();
      }),
      { numRuns: 15, seed: 1 },
    );
  });

  test('carry demand while every region stands when nothing is to be survived', () => {
    const plan = basePlan({ survive: 'none' });
    // 140,000 over two regions at 3,600 per instance: 19.4.
    expect(floorFor(plan, 'citizen', { share: 1, zones: 3 }, 140_000)).toBe(20);
  });

  test('never fall when demand rises', () => {
    fc.assert(
      fc.property(
        arbitraryPlan,
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.constantFrom(0, 0.25, 1),
        (plan, demand, more, share) => {
          const region = { share, zones: 3 };
          const floor = floorFor(plan, 'citizen', region, demand);
          expect(floorFor(plan, 'citizen', region, demand + more)).toBeGreaterThanOrEqual(floor);
        },
      ),
    );
  });

  test('never fall when more is to be survived', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.integer({ min: 0, max: 1_000_000 }), (plan, demand) => {
        const levels: SurviveLevel[] = ['none', 'region', 'region+zone'];
        const [none = 0, region = 0, zone = 0] = levels.map((survive) =>
          floorFor({ ...plan, survive }, 'citizen', { share: 1, zones: 3 }, demand),
        );
        expect(none).toBeLessThanOrEqual(region);
        expect(region).toBeLessThanOrEqual(zone);
      }),
    );
  });

  test.each([
    [1, 2, 2],
    [1, 3, 2],
    [2, 3, 3],
    [4, 3, 6],
    [5, 3, 8],
    [65, 3, 98],
    [10, 4, 14],
  ])('that need %i instances after losing one of %i zones are %i', (needed, zones, expected) => {
    expect(instancesToLoseZone(needed, zones)).toBe(expected);
    const left = (n: number) => n - Math.ceil(n / zones);
    expect(left(expected)).toBeGreaterThanOrEqual(needed);
    expect(left(expected - 1)).toBeLessThan(needed);
  });

  test('are two instances where nobody comes, so that a lost machine is not a lost region', () => {
    expect(floorFor(basePlan(), 'citizen', { share: 1, zones: 3 }, 0)).toBe(MINIMUM_INSTANCES);
  });

  test('do not count rounding as demand', () => {
    const plan = basePlan();
    const exact = 3600 * 7 * (1 + Number.EPSILON);
    expect(floorFor(plan, 'citizen', { share: 1, zones: 3 }, exact)).toBe(7);
  });
});
