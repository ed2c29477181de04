import { SynthesizedPlan } from './synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

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
