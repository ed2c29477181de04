import { judge } from '../../lib/policies/judgement';
import { shippedPlan } from './standing-fixture';
import { guarded, synthesised } from './tampered-assembly';

test('nothing is found in the templates of the shipped plan, bare or guarded', () => {
  const plan = shippedPlan();
  const assembly = synthesised();
  expect(judge(assembly, plan).findings).toEqual([]);
  expect(judge(guarded(assembly), plan).findings).toEqual([]);
});
