import { floorsOf } from '../../lib/summary/floors';
import type { StandingFleet } from '../../lib/topology/topology';
import { campaign, shippedPlan, standingRegions } from '../policies/standing-fixture';

const ZONE = 'Asia/Shanghai';

function fleetWith(...actions: readonly (readonly [string, number])[]): StandingFleet {
  return {
    name: 'citizen',
    autoScalingGroupId: 'Group',
    instanceType: 'c8g.large',
    zones: ['a', 'b', 'c'],
    minSize: 10,
    maxSize: 40,
    targetRequestsPerSecondPerInstance: 360,
    scheduledActions: actions.map(([recurrence, minSize], index) => ({
      logicalId: `Action${index}`,
      recurrence,
      timeZone: ZONE,
      minSize,
    })),
  };
}

test('a fleet without a schedule stands at its minimum in every hour', () => {
  const floors = floorsOf(fleetWith(), ZONE, []);

  expect(floors.weekday).toEqual(new Array(24).fill(10));
  expect(floors.weekend).toEqual(new Array(24).fill(10));
  expect(floors.instanceHoursPerWeek).toBe(10 * 168);
});

test('the chart shows the least of each hour, apart for weekdays and the weekend', () => {
  const { weekday, weekend } = floorsOf(
    fleetWith(['40 7 * * 1-5', 10], ['30 9 * * 1-5', 4], ['0 0 * * 6', 2], ['0 0 * * 1', 4]),
    ZONE,
    [],
  );

  // Raised at 07:40, so only from 08:00 on the whole hour has it; lowered within the hour from 09:00.
  expect(weekday.slice(7, 11)).toEqual([4, 10, 4, 4]);
  expect(new Set(weekend)).toEqual(new Set([2]));
});

test('a campaign shows its own floor and leaves the week as it is', () => {
  const calm = floorsOf(fleetWith(['0 5 * * *', 10]), ZONE, []);
  const busy = floorsOf(
    fleetWith(['0 5 * * *', 10], ['40 6 10 1 *', 30], ['0 11 10 1 *', 10]),
    ZONE,
    [campaign({})],
  );

  expect(busy.campaigns).toEqual([{ campaign: 'surge', instances: 30 }]);
  expect(busy.weekday).toEqual(calm.weekday);
  expect(busy.instanceHoursPerWeek).toBe(calm.instanceHoursPerWeek);
});

test('a campaign whose raise is missing shows what stands without it', () => {
  const { campaigns } = floorsOf(fleetWith(['0 5 * * *', 10]), ZONE, [campaign({})]);

  expect(campaigns).toEqual([{ campaign: 'surge', instances: 10 }]);
});

test('the shipped plan stands highest when it is asked for most', () => {
  const plan = shippedPlan();
  const citizen = standingRegions(plan)[0]?.fleets.find(({ name }) => name === 'citizen');
  if (citizen === undefined) throw new Error('the shipped plan has no citizen fleet');

  const { weekday, campaigns } = floorsOf(citizen, plan.timeZone, plan.traffic.campaigns);

  expect(weekday.indexOf(Math.max(...weekday))).toBe(7);
  expect(weekday[8]).toBe(citizen.minSize);
  expect(campaigns[0]?.instances).toBeGreaterThan(citizen.minSize);
});
