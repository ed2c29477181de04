import fc from 'fast-check';
import { DAY_MINUTES, localMinutesOf, localTimeOf } from '../../lib/plan/local-time';
import { type Campaign, FLEET_NAMES, type Plan } from '../../lib/plan/plan';
import { requestsPerMinuteAt } from '../../lib/plan/traffic-curve';
import { firesOn, tryParseCron } from '../../lib/policies/cron';
import { proveSurvivability } from '../../lib/policies/survivability';
import type { StandingFleet, StandingRegion } from '../../lib/topology/topology';
import { planFixture } from '../stacks/plan-fixture';
import { campaign, planWith, standingRegions, THREE_REGIONS, withFleet } from './standing-fixture';

/** The minimum the last action before a minute has set, found by walking back minute by minute. */
function naiveMinimum(fleet: StandingFleet, at: number): number {
  const actions = fleet.scheduledActions.flatMap(({ recurrence, minSize }) => {
    const cron = tryParseCron(recurrence);
    return cron === undefined || minSize === undefined ? [] : [{ cron, minSize }];
  });
  for (let minute = at; minute > at - 400 * DAY_MINUTES; minute -= 1) {
    const local = localTimeOf(minute);
    const firing = actions.filter(
      ({ cron }) => firesOn(cron, local) && cron.minutesOfDay.includes(local.minuteOfDay),
    );
    if (firing.length > 0) return Math.min(...firing.map(({ minSize }) => minSize));
    if (actions.length === 0) break;
  }
  return fleet.minSize;
}

/** Requests per second left over, with one region lost, for the survivor that has least. */
function naiveMargin(regions: readonly StandingRegion[], plan: Plan, lost: string, at: number) {
  const survivors = regions.filter(({ region }) => region !== lost);
  const margins = FLEET_NAMES.flatMap((name) => {
    const demand = requestsPerMinuteAt(plan, name, localTimeOf(at)) / 60;
    return survivors.map(({ fleets }) => {
      const fleet = fleets.find((candidate) => candidate.name === name);
      if (fleet === undefined) throw new Error(`no ${name}`);
      const minimum = naiveMinimum(fleet, at);
      const zone = plan.survive === 'region+zone' ? Math.ceil(minimum / fleet.zones.length) : 0;
      const share = plan.routing === 'latency' ? 1 : 1 / survivors.length;
      return (minimum - zone) * fleet.targetRequestsPerSecondPerInstance - demand * share;
    });
  });
  return Math.min(...margins);
}

const campaigns: fc.Arbitrary<Campaign> = fc
  .record({
    month: fc.integer({ min: 1, max: 12 }),
    day: fc.integer({ min: 1, max: 28 }),
    fromMinute: fc.integer({ min: 0, max: 1439 }),
    length: fc.integer({ min: 1, max: 600 }),
    peakRequestsPerMinute: fc.integer({ min: 600_000, max: 3_000_000 }),
  })
  .map(({ month, day, fromMinute, length, peakRequestsPerMinute }) =>
    campaign({
      dates: [{ month, day }],
      fromMinute,
      toMinute: fromMinute + length,
      peakRequestsPerMinute,
    }),
  );

const plans: fc.Arbitrary<Plan> = fc
  .record({
    surge: campaigns,
    survive: fc.constantFrom('region' as const, 'region+zone' as const),
    routing: fc.constantFrom('weighted' as const, 'latency' as const),
    isThree: fc.boolean(),
    leadMinutes: fc.integer({ min: 7, max: 60 }),
  })
  .map(({ surge, survive, routing, isThree, leadMinutes }) =>
    planWith(
      {
        survive,
        routing,
        prewarm: { ...planFixture().prewarm, leadMinutes },
        ...(isThree && { regions: THREE_REGIONS }),
      },
      [surge],
    ),
  );

test('where the proof holds, an independent calculation finds no shortfall at any sampled minute', () => {
  const samples = fc.array(fc.integer({ min: -200, max: 900 }), { minLength: 8, maxLength: 8 });
  fc.assert(
    fc.property(plans, samples, fc.integer({ min: 2027, max: 2054 }), (plan, offsets, year) => {
      const regions = standingRegions(plan);
      expect(proveSurvivability({ regions }, plan)).toMatchObject({ holds: true });
      const [surge] = plan.traffic.campaigns;
      const date = surge?.dates[0] ?? { month: 1, day: 1 };
      const start = localMinutesOf({ ...date, year }, surge?.fromMinute);
      for (const offset of offsets) {
        for (const { region } of regions) {
          expect(naiveMargin(regions, plan, region, start + offset)).toBeGreaterThan(-1e-6);
        }
      }
    }),
    { numRuns: 8, seed: 2022 },
  );
});

test('fails once a campaign minimum of one region is lowered by an instance too many', () => {
  fc.assert(
    fc.property(plans, fc.nat(), (plan, pick) => {
      const regions = standingRegions(plan);
      const target = regions[pick % regions.length]?.region ?? '';
      const tampered = withFleet(regions, target, 'citizen', (fleet) => ({
        ...fleet,
        scheduledActions: fleet.scheduledActions.map((action) =>
          action.logicalId.startsWith('campaign-')
            ? { ...action, minSize: spareless(fleet, regions, plan) - 1 }
            : action,
        ),
      }));
      const { holds, firstShortfall } = proveSurvivability({ regions: tampered }, plan);
      expect(holds).toBe(false);
      expect(firstShortfall?.survivor).toBe(target);
    }),
    { numRuns: 6, seed: 2022 },
  );
});

/** The fewest instances that carry the campaign's peak after the loss. */
function spareless(fleet: StandingFleet, regions: readonly StandingRegion[], plan: Plan): number {
  const peak = plan.traffic.campaigns[0]?.peakRequestsPerMinute ?? 0;
  const share = plan.routing === 'latency' ? 1 : 1 / (regions.length - 1);
  const needed = ((peak / 60) * share) / fleet.targetRequestsPerSecondPerInstance;
  for (let instances = 1; ; instances += 1) {
    const zone = plan.survive === 'region+zone' ? Math.ceil(instances / fleet.zones.length) : 0;
    if (instances - zone >= needed - 1e-9) return instances;
  }
}
