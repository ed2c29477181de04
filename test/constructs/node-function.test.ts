import { SynthesizedPlan } from '../stacks/synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

/** Memory of each of our functions, in every stack; those that the CDK brings have other handlers. */
function memories(): Record<string, number> {
  const functions = made
    .stackIds()
    .flatMap((stack) => Object.entries(made.resources(stack, 'AWS::Lambda::Function')))
    .filter(([, { Properties }]) => Properties.Handler === 'index.handler');
  return Object.fromEntries(functions.map(([id, { Properties }]) => [id, Properties.MemorySize]));
}

test('our functions run on Node 24 and Graviton', () => {
  const ours = made
    .stackIds()
    .flatMap((stack) => Object.entries(made.resources(stack, 'AWS::Lambda::Function')))
    .filter(([id]) => id in memories());

  expect(ours.length).toBeGreaterThan(3);
  for (const [id, { Properties }] of ours) {
    expect([id, Properties.Runtime, Properties.Architectures]).toEqual([
      id,
      'nodejs24.x',
      ['arm64'],
    ]);
  }
});

test('our functions have 256 MB, but for the one that merges facts', () => {
  for (const [id, memory] of Object.entries(memories())) {
    expect([id, memory]).toEqual([id, id.startsWith('MergeFacts') ? 1_769 : 256]);
  }
});
