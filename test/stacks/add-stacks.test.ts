import { THIRD_REGION } from './plan-fixture';
import { SynthesizedPlan } from './synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  const two = new SynthesizedPlan();
  made = new SynthesizedPlan({ regions: [...two.plan.regions, THIRD_REGION] });
  two.remove();
});
afterAll(() => made.remove());

/** Ids of the stacks that must be deployed before one. */
function earlierThan(id: string): readonly string[] {
  const stack = made.assembly.stacks.find((one) => one.id === id);
  const ids = new Set(made.stackIds());
  return (stack?.dependencies ?? [])
    .map((dependency) => dependency.id)
    .filter((dependency) => ids.has(dependency));
}

test.each([
  ['Foundation-ap-southeast-1', []],
  ['Foundation-ap-northeast-1', ['Foundation-ap-southeast-1']],
  ['Foundation-ap-northeast-2', ['Foundation-ap-southeast-1']],
  ['Region-ap-southeast-1', ['Data']],
  ['Region-ap-northeast-1', ['Region-ap-southeast-1']],
  ['Region-ap-northeast-2', ['Region-ap-northeast-1']],
  ['Drill-ap-southeast-1', ['Routing']],
  ['Drill-ap-northeast-1', ['Drill-ap-southeast-1']],
  ['Drill-ap-northeast-2', ['Drill-ap-northeast-1']],
])('%s comes after %j', (id, earlier) => {
  expect(earlierThan(id)).toEqual(earlier);
});

test('Data waits for every foundation and Routing for every region', () => {
  const of = (kind: string) => made.plan.regions.map(({ name }) => `${kind}-${name}`);

  expect(earlierThan('Data')).toEqual(expect.arrayContaining(of('Foundation')));
  expect(earlierThan('Routing')).toEqual(expect.arrayContaining(of('Region')));
});

test('no stack can be deleted by a slip, but those of a sandbox can', () => {
  const sandbox = new SynthesizedPlan({ sandbox: true });
  const isProtected = (from: SynthesizedPlan) => [
    ...new Set(from.assembly.stacks.map(({ terminationProtection }) => terminationProtection)),
  ];

  expect(isProtected(made)).toEqual([true]);
  expect(isProtected(sandbox)).not.toContain(true);
  sandbox.remove();
});

test('every stack says what it is and which plan it belongs to', () => {
  for (const { stackName, tags, template } of made.assembly.stacks) {
    expect(stackName).toMatch(/^Kapok-guangdong-/);
    expect(template.Description).toMatch(/^Kapok guangdong: /);
    expect(tags).toEqual({ 'kapok:plan': 'guangdong' });
  }
});
