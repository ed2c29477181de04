import { judge, ruleIds } from '../../lib/policies/judgement';
import { POLICIES } from '../../lib/policies/policies';
import type { Assembly } from '../../lib/topology/assembly';
import { shippedPlan } from './standing-fixture';
import { find, synthesised, tampered } from './tampered-assembly';

const plan = shippedPlan();

let assembly: Assembly;
beforeAll(() => {
  assembly = synthesised();
}, 120_000);

test('nothing is found in the templates of the shipped plan', () => {
  expect(judge(assembly, plan)).toMatchObject({ holds: true, findings: [] });
});

test('fails on fewer zones than a plan that survives one was sized for', () => {
  const zonal = { ...plan, survive: 'region+zone' as const };
  const narrow = tampered(synthesised(zonal), /^Region-/, (all) => {
    find(all, 'AWS::AutoScaling::AutoScalingGroup', 'Citizen').Properties.VPCZoneIdentifier.pop();
  });
  expect(judge(narrow, zonal).findings[0]?.rule).toBe('kapok-survivability');
});

test('a warm pool is no part of what stands', () => {
  const pooled = tampered(assembly, /^Region-/, (all) => {
    find(all, 'AWS::AutoScaling::AutoScalingGroup', 'Citizen').Properties.MinSize = '20';
    const pool = find(all, 'AWS::AutoScaling::WarmPool', 'Citizen').Properties;
    Object.assign(pool, { MinSize: 90, MaxGroupPreparedCapacity: 90 });
  });
  expect(judge(pooled, plan).findings[0]?.what).toMatch(/right after a deployment/);
});

test('says that templates cannot be read, where and why, and judges the rest', () => {
  const broken = tampered(assembly, /^Region-/, (all) => {
    delete find(all, 'AWS::AutoScaling::AutoScalingGroup', 'Citizen').Properties.MinSize;
    find(all, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData.KeyName = 'ops';
  });
  const { proof, findings } = judge(broken, plan);
  expect(proof).toBeUndefined();
  expect(findings[0]).toMatchObject({
    rule: 'kapok-schedule',
    logicalId: expect.stringContaining('CitizenFleetGroup'),
    what: expect.stringContaining('a value at MinSize'),
  });
  expect(findings.map(({ rule }) => rule)).toContain('kapok-instance-hardening');
});

test('has nothing to prove of a hosted zone on its own', () => {
  const { domain } = plan;
  const zoneless = { ...plan, domain: { zoneName: domain.zoneName, ownZone: true } };
  expect(judge({ ...assembly, stacks: [] }, zoneless)).toEqual({ holds: true, findings: [] });
});

test('every rule has a name of its own and a sentence', () => {
  const rules = ruleIds();
  expect(new Set(rules).size).toBe(rules.length);
  for (const rule of rules) expect(rule).toMatch(/^kapok(-[a-z]+)+$/);
  for (const { title } of POLICIES) expect(title.split(' ').length).toBeGreaterThan(5);
});
