import { join } from 'node:path';
import fc from 'fast-check';
import { planCapacity } from '../../lib/plan/capacity';
import { floorFor } from '../../lib/plan/floor';
import { loadPlan } from '../../lib/plan/load-plan';
import { DAY_MINUTES } from '../../lib/plan/local-time';
import type { Plan } from '../../lib/plan/plan';
import { weeklyMinimums } from '../../lib/plan/schedule';
import { weeklyDemand } from '../../lib/plan/traffic-curve';
import { arbitraryPlan } from './arbitrary-plan';
import { basePlan, NOW } from './base-plan';
import { expectRight, midnight, standing, withCampaigns } from './schedule-check';

const FIRST = { share: 1, zones: 3 };

function fitsQuota(plan: Plan): boolean {
  try {
    planCapacity(plan);
    return true;
  } catch {
    return false;
  }
}

describe('the schedule of a plan', () => {
  test('carries demand now and in lead time, and is exactly the week outside campaigns', () => {
    fc.assert(
      fc.property(arbitraryPlan, fc.constantFrom(2023, 2024, 2026), (plan, year) => {
        // Random curves may need more actions than the quota; that is another test.
        fc.pre(fitsQuota(plan));
        expectRight(plan, year);
      }),
      { numRuns: 16, seed: 20220110 },
    );
  });

  test('is exactly the week, every minute, without campaigns', () => {
    const plan = withCampaigns(basePlan(), []);
    const from = midnight(2026, 1, 4);
    const minimums = standing(plan, from, from + 7 * DAY_MINUTES);
    const floors = weeklyDemand(plan, 'citizen').map((d) => floorFor(plan, 'citizen', FIRST, d));
    expect([...minimums]).toEqual([...weeklyMinimums(floors, 20)]);
  });

  test('raises before the hour that needs more and releases after it', () => {
    const floors = new Array<number>(168).fill(2);
    floors[24 + 8] = 9;
    const week = weeklyMinimums(floors, 20);
    const monday = (minute: number) => week[DAY_MINUTES + minute];
    expect([459, 460, 539, 540].map(monday)).toEqual([2, 9, 9, 2]);
  });

  test('holds what stands when an hour falls and the next to rise is nearer than the lead', () => {
    const floors = new Array<number>(168).fill(2);
    floors[0] = 9;
    floors[167] = 9;
    const week = weeklyMinimums(floors, 59);
    expect(week[167 * 60]).toBe(9);
    expect(week[0]).toBe(9);
    expect(week[60]).toBe(2);
  });

  test.each([2022, 2023, 2024, 2026, 2028])('carries the shipped plan in the year %i', (year) => {
    const file = join(__dirname, '../../plans/guangdong.yaml');
    expectRight(loadPlan(file, { now: NOW }).plan, year);
  });
});
