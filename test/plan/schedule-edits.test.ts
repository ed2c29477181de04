import fc from 'fast-check';
import type { ScheduledMinimum } from '../../lib/plan/capacity-plan';
import { READY_MINUTES } from '../../lib/plan/defaults';
import type { Plan } from '../../lib/plan/plan';
import { SCHEDULED_ACTIONS_QUOTA } from '../../lib/plan/quotas';
import { basePlan } from './base-plan';
import { firings } from './replay';
import { citizenOf, midnight } from './schedule-check';

/** Every state through which CloudFormation may lead a group that has actions of both plans. */
function expectNoClash(before: readonly ScheduledMinimum[], after: readonly ScheduledMinimum[]) {
  const [old, next] = [before, after].map(
    (actions) => new Map(actions.map((action) => [action.name, action])),
  );
  for (const [name, { recurrence }] of next ?? []) {
    // An action that stays keeps its minute and days, so it may be changed at any time.
    expect(old?.get(name)?.recurrence ?? recurrence).toBe(recurrence);
  }
  const both = [...before, ...after.filter(({ name }) => old?.has(name) === false)];
  const year = [midnight(2028, 1, 1), midnight(2029, 1, 1)] as const;
  expect(() => firings(both, ...year)).not.toThrow();
}

function actionsOf(plan: Plan, weekday: readonly number[], weekend: readonly number[]) {
  return citizenOf({ ...plan, traffic: { ...plan.traffic, weekday, weekend } }).scheduledMinimums;
}

const plan = basePlan();
const { weekday, weekend } = plan.traffic;

test.each<[string, readonly number[], readonly number[]]>([
  ['the weekend becomes a weekday', weekday, weekday],
  ['the weekday becomes a weekend', weekend, weekend],
  ['the two change places', weekend, weekday],
  ['the weekend stands still', weekday, new Array<number>(24).fill(1000)],
])('an edit never has two actions begin at the same minute: %s', (_, week, days) => {
  const before = actionsOf(plan, weekday, weekend);
  const after = actionsOf(plan, week, days);
  expectNoClash(before, after);
  expectNoClash(after, before);
});

test('small edits of the curve never have two actions begin at the same minute', () => {
  const edits = fc.array(
    fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      demand: fc.integer({ min: 0, max: 60_000 }),
      isWeekend: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const leadMinutes = fc.integer({ min: READY_MINUTES, max: 240 });
  fc.assert(
    fc.property(edits, leadMinutes, fc.boolean(), (changes, lead, isEqual) => {
      const led = { ...plan, prewarm: { ...plan.prewarm, leadMinutes: lead } };
      const [days, ends] = [[...weekday], isEqual ? [...weekday] : [...weekend]];
      const before = actionsOf(led, days, ends);
      for (const { hour, demand, isWeekend } of changes) (isWeekend ? ends : days)[hour] = demand;
      expectNoClash(before, actionsOf(led, days, ends));
    }),
    { numRuns: 25, seed: 20220110 },
  );
});

test('edits of the lead time never have two actions begin at the same minute', () => {
  const before = actionsOf(plan, weekday, weekend);
  for (const leadMinutes of [7, 59, 60, 61, 80, 140, 240]) {
    const prewarm = { ...plan.prewarm, leadMinutes };
    const led = { ...plan, traffic: { ...plan.traffic, campaigns: [] }, prewarm };
    const still = { ...plan, traffic: { ...plan.traffic, campaigns: [] } };
    expectNoClash(actionsOf(still, weekday, weekend), actionsOf(led, weekday, weekend));
  }
  expect(before.length).toBeLessThan(SCHEDULED_ACTIONS_QUOTA);
});
