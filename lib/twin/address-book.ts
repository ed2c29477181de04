import type { LoadBalancerTopology, Topology } from '../topology/topology';

/**
 * Public addresses of the twin's load balancers. 198.18.0.0/15 is set aside for testing network
 * devices (RFC 2544), so an answer that escapes the twin can reach nobody.
 */
const NETWORK_PREFIX = '198.18';

/** Gives every load balancer one address per zone and finds where it listens on this machine. */
export class AddressBook {
  private readonly addresses = new Map<string, string[]>();
  private readonly owners = new Map<string, { region: string; loadBalancerId: string }>();
  private readonly ports = new Map<string, number>();

  /** Region r, load balancer b, zone z (all from 1) become 198.18.r.(10 b + z). */
  constructor(topology: Pick<Topology, 'regions'>) {
    topology.regions.forEach((region, regionIndex) => {
      region.fleets.forEach(({ loadBalancer, zones }, fleetIndex) => {
        const list = zones.map(
          (_, zoneIndex) =>
            `${NETWORK_PREFIX}.${regionIndex + 1}.${10 * (fleetIndex + 1) + zoneIndex + 1}`,
        );
        this.addresses.set(loadBalancer.id, list);
        for (const address of list) {
          this.owners.set(address, { region: region.region, loadBalancerId: loadBalancer.id });
        }
      });
    });
  }

  /** Addresses DNS answers for a load balancer, one per zone. */
  addressesOf(loadBalancerId: string): readonly string[] {
    return this.addresses.get(loadBalancerId) ?? [];
  }

  /** The region that owns an address. */
  regionOf(address: string): string | undefined {
    return this.owners.get(address)?.region;
  }

  /** Notes the local port a load balancer listens on; a restarted one may have a new port. */
  listensOn(loadBalancer: LoadBalancerTopology, port: number): void {
    this.ports.set(loadBalancer.id, port);
  }

  /** Where an address is reached on this machine, if anything listens there. */
  locate(address: string): { readonly host: string; readonly port: number } | undefined {
    const owner = this.owners.get(address);
    const port = owner === undefined ? undefined : this.ports.get(owner.loadBalancerId);
    return port === undefined ? undefined : { host: '127.0.0.1', port };
  }
}
