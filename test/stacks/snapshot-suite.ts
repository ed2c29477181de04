import type { CapacityPlan } from '../../lib/plan/capacity-plan';
import type { Plan } from '../../lib/plan/plan';
import { normalisedTemplate } from './normalised-template';
import { SynthesizedPlan } from './synthesized-plan';

/** A plan whose templates are kept, with fixed sizes. */
export interface SnapshotSuite {
  readonly changes: Partial<Plan>;
  /** Written down: a change of the capacity arithmetic is not a change of the stacks. */
  readonly capacity: CapacityPlan;
  readonly stacks: readonly string[];
}

/** One snapshot of every stack of a plan. */
export function snapshotTests({ changes, capacity, stacks }: SnapshotSuite): void {
  let made: SynthesizedPlan;
  beforeAll(() => {
    made = new SynthesizedPlan(changes, capacity);
  });
  afterAll(() => made.remove());

  test('the plan makes these stacks and no other', () => {
    expect(made.stackIds()).toEqual([...stacks].sort());
  });

  test.each(stacks)('%s is what it was', (stackId) => {
    expect(normalisedTemplate(made.template(stackId))).toMatchSnapshot();
  });

  test.each(stacks)('%s holds nothing that changes from build to build', (stackId) => {
    const text = JSON.stringify(normalisedTemplate(made.template(stackId)));

    expect(text).not.toMatch(/[0-9a-f]{64}/);
    expect(text).not.toContain('TOKEN[');
  });
}
