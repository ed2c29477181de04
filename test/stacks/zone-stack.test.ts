import type { Plan } from '../../lib/plan/plan';
import { planFixture } from './plan-fixture';
import { SynthesizedPlan } from './synthesized-plan';

const ZONE = 'AWS::Route53::HostedZone';
const UNBORN = { zoneName: 'code.example.org', ownZone: true };
const OWN = { ...UNBORN, hostedZoneId: 'Z0123456789EXAMPLE' };
const CHINA: Partial<Plan> = {
  partition: 'aws-cn',
  regions: ['cn-north-1', 'cn-northwest-1'].map((name) => ({
    name,
    zones: ['a', 'b', 'c'].map((letter) => `${name}${letter}`),
  })),
};

const made: SynthesizedPlan[] = [];
function synthesizePlan(changes: Partial<Plan>): SynthesizedPlan {
  const plan = new SynthesizedPlan(changes);
  made.push(plan);
  return plan;
}
afterAll(() => {
  for (const plan of made) plan.remove();
});

function stackOf(plan: SynthesizedPlan, stackId: string) {
  const found = plan.assembly.stacks.find(({ id }) => id === stackId);
  if (found === undefined) throw new Error(`no stack ${stackId}`);
  return found;
}

describe('an own zone that has no id yet', () => {
  let plan: SynthesizedPlan;
  beforeAll(() => {
    plan = synthesizePlan({ domain: UNBORN });
  });

  test('is all there is, in the region where Route 53 takes changes', () => {
    expect(plan.stackIds()).toEqual(['Zone']);
    expect(stackOf(plan, 'Zone').environment.region).toBe('us-east-1');
  });

  test('is public, recovers fast and bears the name of the plan', () => {
    expect(plan.only('Zone', ZONE).Properties).toMatchObject({
      Name: 'code.example.org.',
      HostedZoneFeatures: { EnableAcceleratedRecovery: true },
    });
    expect(plan.only('Zone', ZONE).Properties.VPCs).toBeUndefined();
    expect(Object.keys(plan.template('Zone').Resources)).toHaveLength(1);
  });

  test('outlives its stack, which cannot be deleted by mistake', () => {
    const zone = plan.only('Zone', ZONE);

    expect(zone.DeletionPolicy).toBe('RetainExceptOnCreate');
    expect(zone.UpdateReplacePolicy).toBe('Retain');
    expect(stackOf(plan, 'Zone').terminationProtection).toBe(true);
  });

  test('tells what to delegate and what to write into the plan', () => {
    const [id] = Object.keys(plan.resources('Zone', ZONE));
    const { HostedZoneId, NameServers } = plan.template('Zone').Outputs;

    expect(HostedZoneId.Value).toEqual({ Ref: id });
    expect(HostedZoneId.Description).toContain('domain.hostedZoneId');
    expect(NameServers.Value).toEqual({ 'Fn::Join': [' ', { 'Fn::GetAtt': [id, 'NameServers'] }] });
    expect(NameServers.Description).toMatch(/delegate code\.example\.org .* NS record/);
  });
});

describe('an own zone whose id is in the plan', () => {
  let plan: SynthesizedPlan;
  let existing: SynthesizedPlan;
  beforeAll(() => {
    plan = synthesizePlan({ domain: OWN });
    existing = synthesizePlan({ domain: { ...OWN, ownZone: false } });
  });

  test('stays as it was and everything else comes after it', () => {
    const { regions } = planFixture();

    expect(plan.stackIds()).toEqual([...existing.stackIds(), 'Zone'].sort());
    expect(stackOf(plan, 'Zone').dependencies.map(({ id }) => id)).toEqual(['Zone.assets']);
    for (const { name } of regions) {
      const waitsFor = stackOf(plan, `Foundation-${name}`).dependencies.map(({ id }) => id);
      expect(waitsFor).toContain('Zone');
    }
    const unborn = synthesizePlan({ domain: UNBORN });
    expect(plan.template('Zone')).toEqual(unborn.template('Zone'));
  });

  test('is referred to by its id alone: no other template knows the stack', () => {
    for (const stackId of existing.stackIds()) {
      expect(plan.template(stackId)).toEqual(existing.template(stackId));
      expect(JSON.stringify(plan.template(stackId))).not.toContain('Kapok-guangdong-Zone');
    }
  });
});

test('a sandbox takes its zone with it', () => {
  const plan = synthesizePlan({ domain: UNBORN, sandbox: true });

  expect(plan.only('Zone', ZONE).DeletionPolicy).toBe('Delete');
  expect(plan.only('Zone', ZONE).UpdateReplacePolicy).toBe('Delete');
  expect(stackOf(plan, 'Zone').terminationProtection).toBe(false);
});

test('a zone in China has no accelerated recovery', () => {
  const plan = synthesizePlan({ ...CHINA, domain: UNBORN });

  expect(stackOf(plan, 'Zone').environment.region).toBe('cn-northwest-1');
  expect(plan.only('Zone', ZONE).Properties).not.toHaveProperty('HostedZoneFeatures');
});

test('a plan with an existing zone makes none', () => {
  expect(synthesizePlan({}).stackIds()).not.toContain('Zone');
});
