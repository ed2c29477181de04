import { proveSurvivability } from '../../lib/policies/survivability';
import type { StandingFleet } from '../../lib/topology/topology';
import { shippedPlan, standingRegions, withFleet } from './standing-fixture';

const THERE = 'ap-northeast-1';
const plan = shippedPlan();
const standing = standingRegions(plan);

/** The proof with one citizen fleet tampered with. */
function proveTampered(change: (fleet: StandingFleet) => StandingFleet) {
  return proveSurvivability({ regions: withFleet(standing, THERE, 'citizen', change) }, plan);
}

test('fails on a target above what the plan rates an instance at, and counts the plan', () => {
  const tampered = proveTampered((fleet) => ({
    ...fleet,
    targetRequestsPerSecondPerInstance: 3 * fleet.targetRequestsPerSecondPerInstance,
    scheduledActions: fleet.scheduledActions.map((action) =>
      action.logicalId.startsWith('campaign-') ? { ...action, minSize: 22 } : action,
    ),
  }));
  expect(tampered.findings.map(({ what }) => what)).toEqual([
    "citizenGroup scales for 1080 requests/s per instance, above the plan's 360",
  ]);
  expect(tampered.firstShortfall).toMatchObject({
    at: 'Monday 10 January 07:00',
    capacityRequestsPerSecond: 22 * 360,
  });
});

test('counts a target below the plan as the template has it', () => {
  const { firstShortfall, findings } = proveTampered((fleet) => ({
    ...fleet,
    targetRequestsPerSecondPerInstance: 100,
  }));
  expect(findings).toEqual([]);
  expect(firstShortfall?.at).toMatch(/^Monday/);
});

test('fails on an instance type that the plan does not rate', () => {
  const { holds, findings } = proveTampered((fleet) => ({ ...fleet, instanceType: 't4g.nano' }));
  expect(holds).toBe(false);
  expect(findings).toEqual([
    expect.objectContaining({
      region: THERE,
      logicalId: 'citizenGroup',
      what: 'citizenGroup runs on t4g.nano, which the plan does not rate: c8g.large',
    }),
  ]);
});
