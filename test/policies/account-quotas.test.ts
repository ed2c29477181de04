import { accountQuotas } from '../../lib/policies/account-quotas';
import { readAssembly } from '../../lib/topology/assembly';
import { SynthesizedPlan } from '../stacks/synthesized-plan';

let made: SynthesizedPlan;
beforeAll(() => {
  made = new SynthesizedPlan();
});
afterAll(() => made.remove());

/** What one region of the fixture comes to, from the sizes that its templates were made with. */
function needs(): { readonly vcpus: number; readonly units: number } {
  const fleets = made.capacity.regions[0]?.fleets ?? [];
  return {
    // c8g.large has 2.
    vcpus: fleets.reduce((sum, { maxSize, warmPoolSize }) => sum + (maxSize + warmPoolSize) * 2, 0),
    units: fleets.reduce(
      (sum, { loadBalancerCapacityUnits, scheduledReservations }) =>
        sum +
        Math.max(
          loadBalancerCapacityUnits,
          ...scheduledReservations.map(({ capacityUnits }) => capacityUnits),
        ),
      0,
    ),
  };
}

function findings(quotas: object) {
  const assembly = readAssembly(made.assembly.directory);
  return accountQuotas.check(assembly, { plan: { ...made.plan, quotas } });
}

test('finds nothing where the plan does not say what was granted', () => {
  expect(findings({})).toEqual([]);
});

test('finds nothing where exactly what is needed was granted', () => {
  const { vcpus, units } = needs();

  expect(units).toBeGreaterThan(1000);
  expect(findings({ onDemandVcpus: vcpus, reservedLoadBalancerUnits: units })).toEqual([]);
});

test('fails on one vCPU too few, in every region, with what to raise', () => {
  const { vcpus } = needs();

  const found = findings({ onDemandVcpus: vcpus - 1 });

  expect(found.map(({ stackName }) => stackName)).toEqual([
    'Kapok-guangdong-Region-ap-southeast-1',
    'Kapok-guangdong-Region-ap-northeast-1',
  ]);
  expect(found[0]).toMatchObject({
    rule: 'kapok-account-quotas',
    what: `ap-southeast-1 can come to ${vcpus} vCPUs of on-demand instances, and the account has ${vcpus - 1}`,
    fix: expect.stringContaining('quotas.onDemandVcpus'),
  });
});

test('fails on one load-balancer unit too few, raises before campaigns included', () => {
  const { units } = needs();

  const found = findings({ reservedLoadBalancerUnits: units - 1 });

  expect(found).toHaveLength(2);
  expect(found[0]?.what).toContain(`${units} reserved load-balancer units`);
});
