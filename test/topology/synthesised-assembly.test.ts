import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planCapacity } from '../../lib/plan/capacity';
import { loadPlan } from '../../lib/plan/load-plan';
import { synthesize } from '../../lib/stacks/synthesize';
import { readTopology } from '../../lib/topology/read-topology';
import type { Topology } from '../../lib/topology/topology';

const REGIONS = ['ap-southeast-1', 'ap-northeast-1'];
const { plan } = loadPlan('plans/guangdong.yaml', { now: new Date('2026-11-22T00:00:00Z') });
const capacity = planCapacity(plan);
let folder: string;
let topology: Topology;

// Bundles and stacks take seconds, more on a busy machine.
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kapok-topology-'));
  topology = readTopology(synthesize(plan, capacity, { outdir: folder }).directory);
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('reads the capacity of every region as it was planned', () => {
  expect(topology.regions.map(({ region }) => region)).toEqual(REGIONS);
  for (const [index, { region, fleets }] of topology.regions.entries()) {
    const planned = capacity.regions[index]?.fleets ?? [];
    expect(fleets.map(({ name }) => name)).toEqual(planned.map(({ fleet }) => fleet));
    for (const [at, fleet] of fleets.entries()) {
      const expected = planned[at];
      expect(fleet).toMatchObject({ minSize: expected?.minSize, maxSize: expected?.maxSize });
      expect(fleet.zones).toEqual(plan.regions.find(({ name }) => name === region)?.zones);
      expect(
        fleet.scheduledActions.map(({ recurrence, minSize }) => ({ recurrence, minSize })),
      ).toEqual(
        expected?.scheduledMinimums.map(({ recurrence, minSize }) => ({ recurrence, minSize })),
      );
      expect(fleet.targetRequestsPerSecondPerInstance * 60).toBeCloseTo(
        expected?.targetRequestsPerMinutePerInstance ?? 0,
      );
    }
  }
});

test('finds the bundle that each fleet runs, and its environment', () => {
  for (const { region, fleets } of topology.regions) {
    for (const { name, service } of fleets) {
      expect(existsSync(join(service.bundleDirectory, service.entry))).toBe(true);
      expect(service.environment).toMatchObject({
        KAPOK_REGION: region,
        KAPOK_FLEET: name,
        KAPOK_ORIGIN_NAME: `${region}.origin.${plan.domain.zoneName}`,
        PORT: String(service.port),
      });
    }
  }
});

test('leads every record to a load balancer and every check to checks that exist', () => {
  const { zoneName, records, healthChecks } = topology.routing;
  expect(zoneName).toBe(plan.domain.zoneName);
  const loadBalancers = topology.regions.flatMap(({ fleets }) =>
    fleets.map(({ loadBalancer }) => loadBalancer),
  );
  const certified = new Map(loadBalancers.map((one) => [one.id, one.certificateNames]));
  for (const { name, target } of records) {
    const id = target.kind === 'load-balancer' ? target.loadBalancerId : '';
    expect(certified.get(id)).toContain(name);
  }
  const ids = new Set(healthChecks.map(({ id }) => id));
  const referred = [
    ...records.flatMap(({ healthCheckId }) => healthCheckId ?? []),
    ...healthChecks.flatMap((check) => (check.kind === 'calculated' ? check.childIds : [])),
  ];
  expect(referred.filter((id) => !ids.has(id))).toEqual([]);
  expect(records.map(({ name }) => name)).toContain(`code.${zoneName}`);
});

test('reads the HTTPS listener of every load balancer, also where no other one stands', () => {
  for (const { fleets } of topology.regions) {
    for (const { name, loadBalancer } of fleets) {
      expect(loadBalancer).toMatchObject({
        listenerPort: 443,
        protocol: 'HTTPS',
        deregistrationDelaySec: 30,
        dnsThreshold: { targets: name === 'citizen' ? 0 : 1, percent: 0 },
        routingThreshold: { targets: 1, percent: name === 'citizen' ? 50 : 0 },
      });
    }
  }
});

test('finds tables, secrets and the function that fills them', () => {
  expect(topology.tables.map(({ role }) => role)).toEqual(['facts', 'control']);
  for (const { replicaRegions } of topology.tables) {
    expect([...replicaRegions].sort()).toEqual([...REGIONS].sort());
  }
  expect(topology.secrets.map(({ secretName }) => secretName)).toEqual([
    'kapok-guangdong-signing-key',
    'kapok-guangdong-pepper',
    'kapok-guangdong-channel-keys',
    'kapok-guangdong-partner-keys',
  ]);
  const [maker] = topology.deployFunctions;
  expect(topology.deployFunctions).toHaveLength(1);
  expect(existsSync(maker?.bundleDirectory ?? '')).toBe(true);
  expect(maker?.environment).toEqual({
    KAPOK_SIGNING_KEY_SECRET: 'kapok-guangdong-signing-key',
    KAPOK_PEPPER_SECRET: 'kapok-guangdong-pepper',
    KAPOK_CHANNEL_KEYS_SECRET: 'kapok-guangdong-channel-keys',
    KAPOK_PARTNER_KEYS_SECRET: 'kapok-guangdong-partner-keys',
  });
});
