import fc from 'fast-check';
import { READY_MINUTES } from '../../lib/plan/defaults';
import type { Campaign, Plan, Traffic } from '../../lib/plan/plan';
import { basePlan } from './base-plan';

const BASE = basePlan();

const NAMES = ['ap-southeast-1', 'ap-northeast-1', 'eu-west-1', 'us-east-1'];

const curve = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 24, maxLength: 24 });

/** Days at which something ends: months, years, February with and without its 29th; and plain ones. */
export const EDGE_DATES = [
  { month: 1, day: 1 },
  { month: 1, day: 10 },
  { month: 1, day: 31 },
  { month: 2, day: 28 },
  { month: 2, day: 29 },
  { month: 3, day: 1 },
  { month: 6, day: 15 },
  { month: 12, day: 31 },
] as const;

const date = fc.constantFrom(...EDGE_DATES);

const campaign = fc
  .record({
    dates: fc.uniqueArray(date, { minLength: 1, maxLength: 2 }),
    fromMinute: fc.oneof(fc.constantFrom(0, 1, 420, 1439), fc.integer({ min: 0, max: 1439 })),
    minutes: fc.oneof(fc.constantFrom(1, 2, 60), fc.integer({ min: 1, max: 720 })),
    above: fc.integer({ min: 0, max: 400_000 }),
  })
  .map(({ dates, fromMinute, minutes, above }) => ({
    dates,
    fromMinute,
    toMinute: fromMinute + minutes,
    above,
  }));

const traffic: fc.Arbitrary<Traffic> = fc
  .record({
    weekday: curve,
    weekend: curve,
    campaigns: fc.array(campaign, { maxLength: 2 }),
    partnerRequestsPerMinute: fc.integer({ min: 0, max: 20_000 }),
  })
  .map(({ campaigns, ...rest }) => ({
    ...rest,
    campaigns: campaigns.map(
      ({ above, ...hours }, index): Campaign => ({
        ...hours,
        name: `campaign-${index}`,
        peakRequestsPerMinute: Math.max(...rest.weekday, ...rest.weekend) + above,
      }),
    ),
  }));

/** Active-active plans of two to four regions, survive levels, curves, campaigns and lead times. */
export const arbitraryPlan: fc.Arbitrary<Plan> = fc
  .record({
    regions: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 2, maxLength: 4 }),
    survive: fc.constantFrom('none' as const, 'region' as const, 'region+zone' as const),
    routing: fc.constantFrom('weighted' as const, 'latency' as const),
    traffic,
    leadMinutes: fc.oneof(
      fc.constantFrom(7, 20, 59, 60),
      fc.integer({ min: READY_MINUTES, max: 240 }),
    ),
    utilisation: fc.constantFrom(0.3, 0.6, 0.7, 1),
  })
  .map(({ regions, leadMinutes, utilisation, ...rest }) => ({
    ...BASE,
    ...rest,
    regions: regions.map((zones, index) => ({
      name: NAMES[index] ?? '',
      zones: ['a', 'b', 'c', 'd'].slice(0, zones).map((letter) => `${NAMES[index]}${letter}`),
    })),
    prewarm: { ...BASE.prewarm, leadMinutes },
    fleets: {
      citizen: { ...BASE.fleets.citizen, targetUtilisation: utilisation },
      partner: { ...BASE.fleets.partner, targetUtilisation: utilisation },
    },
  }));
