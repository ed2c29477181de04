import { judge } from '../../lib/policies/judgement';
import { reviewSecurity } from '../../lib/policies/security-review';
import { PLAN_VARIANTS } from './plan-variants';
import { synthesisedApp } from './tampered-assembly';

test.each(Object.entries(PLAN_VARIANTS))(
  'nothing is found in what the stacks make of %s',
  (_, plan) => {
    const { app, assembly } = synthesisedApp(plan);
    expect(judge(assembly, plan).findings).toEqual([]);
    expect(reviewSecurity(app).findings).toEqual([]);
  },
  60_000,
);
