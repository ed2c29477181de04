import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Assembly } from '../../lib/topology/assembly';
import { HARMLESS, tryFindReason } from '../mutation/harmless';
import { applyMutant, type Mutant, mutantsOf } from '../mutation/mutants';
import { checkMutants } from '../mutation/mutation-check';
import { shippedPlan } from './standing-fixture';
import { synthesised } from './tampered-assembly';

// `npm run prove:mutation` judges all of them.
const SAMPLE = 100;
const SEED = 20_220_110;

let assembly: Assembly;
let mutants: readonly Mutant[];
beforeAll(() => {
  assembly = synthesised();
  mutants = mutantsOf(assembly);
}, 120_000);

function sampleOf(all: readonly Mutant[]): readonly Mutant[] {
  const generator = xoroshiro128plus(SEED);
  return Array.from(
    { length: SAMPLE },
    () => all[uniformInt(generator, 0, all.length - 1)] as Mutant,
  );
}

test(`none of ${SAMPLE} properties, drawn from the evacuation path and the schedules, can be deleted unnoticed`, () => {
  const { survivors, killedBy } = checkMutants(assembly, shippedPlan(), sampleOf(mutants));
  expect(survivors).toEqual([]);
  expect(killedBy.size).toBeGreaterThan(2);
}, 120_000);

test.each([
  ['AWS::Route53::RecordSet', 'Properties.AliasTarget.EvaluateTargetHealth'],
  ['AWS::Route53::HealthCheck', 'Properties.HealthCheckConfig.ChildHealthChecks.1'],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'Properties.LoadBalancerAttributes.0.Value'],
  ['AWS::ElasticLoadBalancingV2::Listener', 'Properties.DefaultActions.0.RedirectConfig.Protocol'],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', 'Properties.Matcher.HttpCode'],
  ['AWS::Scheduler::Schedule', 'Properties.Target.Input'],
  ['AWS::Scheduler::ScheduleGroup', 'Properties.Name'],
  ['AWS::IAM::Role', 'Properties.AssumeRolePolicyDocument.Statement.0.Principal.Service'],
  ['AWS::IAM::Policy', 'Properties.PolicyDocument.Statement.0.Action'],
  ['AWS::WAFv2::WebACL', 'Properties.Rules.0.Action.Allow'],
  ['AWS::AutoScaling::ScheduledAction', 'Properties.Recurrence'],
  ['AWS::AutoScaling::AutoScalingGroup', 'Properties.MinSize'],
])('a mutant of %s is made without %s, in all regions', (type, path) => {
  const mutant = mutants.find((one) => one.type === type && one.path === path);
  const mutated = applyMutant(assembly, mutant as Mutant);
  const changed = mutated.stacks.filter((stack, index) => stack !== assembly.stacks[index]);
  expect(changed.map(({ id }) => id)).toEqual(mutant?.stackIds);
  const after = changed[0]?.template.Resources?.[mutant?.logicalId ?? ''];
  const before = assembly.stacks.find(({ id }) => id === changed[0]?.id);
  expect(JSON.stringify(after).length).toBeLessThan(
    JSON.stringify(before?.template.Resources?.[mutant?.logicalId ?? '']).length,
  );
});

test('every reason to leave a property alone is needed', () => {
  const used = new Set(mutants.map(tryFindReason));
  expect(HARMLESS.map(({ reason }) => reason).filter((reason) => !used.has(reason))).toEqual([]);
});
