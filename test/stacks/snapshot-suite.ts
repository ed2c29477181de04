import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { CapacityPlan } from '../../lib/plan/capacity-plan';
import type { Plan } from '../../lib/plan/plan';
import { normalisedTemplate } from './normalised-template';
import { SynthesizedPlan } from './synthesized-plan';

/** A plan whose templates are kept, with fixed sizes. */
export interface SnapshotSuite {
  /** Folder of the kept templates. */
  readonly folder: string;
  readonly changes: Partial<Plan>;
  /** Written down: a change of the capacity arithmetic is not a change of the stacks. */
  readonly capacity: CapacityPlan;
  readonly stacks: readonly string[];
}

/** Writes the templates that changed instead of failing; read the difference before you commit it. */
const IS_WRITING = process.env.WRITE_TEMPLATES === '1';

/**
 * One kept template of every stack of a plan: a file each, so that a change is read where it is, and in
 * YAML, as people read templates. `npm run templates` writes them anew.
 */
export function snapshotTests({ folder, changes, capacity, stacks }: SnapshotSuite): void {
  const directory = join(__dirname, '__snapshots__', folder);
  let made: SynthesizedPlan;
  beforeAll(() => {
    made = new SynthesizedPlan(changes, capacity);
    mkdirSync(directory, { recursive: true });
  });
  afterAll(() => made.remove());

  test('the plan makes these stacks and no other', () => {
    expect(made.stackIds()).toEqual([...stacks].sort());
  });

  test.each(stacks)('%s is what it was', (stackId) => {
    const file = join(directory, `${stackId}.yaml`);
    const text = stringify(normalisedTemplate(made.template(stackId)), { lineWidth: 0 });
    if (IS_WRITING) writeFileSync(file, text);
    const kept = existsSync(file) ? readFileSync(file, 'utf8') : '';

    expect(text.split('\n')).toEqual(kept.split('\n'));
  });

  test.each(stacks)('%s holds nothing that changes from build to build', (stackId) => {
    const text = JSON.stringify(normalisedTemplate(made.template(stackId)));

    expect(text).not.toMatch(/[0-9a-f]{64}/);
    expect(text).not.toContain('TOKEN[');
  });

  test('no template is kept of a stack that is gone', () => {
    expect(readdirSync(directory).sort()).toEqual([...stacks].map((id) => `${id}.yaml`).sort());
  });
}
