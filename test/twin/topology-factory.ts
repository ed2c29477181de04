import type { FleetTopology, Topology } from '../../lib/topology/topology';

const ZONES = ['a', 'b', 'c'];

function fleet(
  region: string,
  name: string,
  environment: Readonly<Record<string, string>>,
): FleetTopology {
  return {
    name,
    autoScalingGroupId: `Region-${region}.${name}Group`,
    instanceType: 'c8g.large',
    zones: ZONES.map((zone) => `${region}${zone}`),
    minSize: 6,
    maxSize: 12,
    scheduledActions: [],
    targetRequestsPerSecondPerInstance: 300,
    loadBalancer: {
      id: `Region-${region}.${name}Balancer`,
      listenerPort: 443,
      protocol: 'HTTPS',
      certificateNames: [`${name}.example.org`],
      targetHealthCheck: {
        path: '/healthz',
        intervalSec: 10,
        timeoutSec: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      dnsThreshold: { targets: 1, percent: 0 },
      routingThreshold: { targets: 1, percent: 0 },
      deregistrationDelaySec: 30,
    },
    service: { bundleDirectory: '/nowhere', entry: 'main.js', environment, port: 8080 },
  };
}

/** A topology with a citizen and a partner fleet in each region and nothing else. */
export function topologyOf({
  regions,
  environment = {},
}: {
  readonly regions: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}): Topology {
  return {
    regions: regions.map((region) => ({
      region,
      stackName: `Region-${region}`,
      fleets: ['citizen', 'partner'].map((name) => fleet(region, name, environment)),
    })),
    routing: { zoneName: 'example.org', healthChecks: [], records: [] },
    tables: [],
    secrets: [],
    deployFunctions: [],
  };
}

/** A fleet of a topology by position. */
export function fleetOf(topology: Topology, region: number, at: number): FleetTopology {
  const found = topology.regions[region]?.fleets[at];
  if (found === undefined) throw new RangeError(`no fleet ${at} in region ${region}`);
  return found;
}
