import { capacityFixture } from './capacity-fixture';
import { normalisedTemplate } from './normalised-template';
import { SynthesizedPlan } from './synthesized-plan';

const STACKS = [
  'Foundation-ap-southeast-1',
  'Foundation-ap-northeast-1',
  'Data',
  'Region-ap-southeast-1',
  'Region-ap-northeast-1',
  'Routing',
];

let made: SynthesizedPlan;
beforeAll(() => {
  // Fixed sizes: a change of the capacity arithmetic is not a change of the stacks.
  made = new SynthesizedPlan({}, capacityFixture());
});
afterAll(() => made.remove());

test('a plan of two regions makes these stacks and no other', () => {
  expect(made.stackIds()).toEqual([...STACKS].sort());
});

test.each(STACKS)('%s is what it was', (stackId) => {
  expect(normalisedTemplate(made.template(stackId))).toMatchSnapshot();
});
