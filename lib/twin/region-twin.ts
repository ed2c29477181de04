import { join } from 'node:path';
import type { FleetTopology, RegionTopology, Topology } from '../topology/topology';
import type { AddressBook } from './address-book';
import type { TlsIdentity } from './certificates';
import type { ScaledClock } from './clock';
import { LoadBalancers } from './load-balancer/load-balancers';
import { processCount } from './process-count';
import { ProcessGroup } from './process-group';
import { RegionalApi } from './regional-api/client';
import { ServiceInstance } from './service-instance';
import type { TwinError } from './twin-error';

/** What every region of a twin has in common. */
export interface RegionTwinOptions {
  readonly topology: Topology;
  readonly clock: ScaledClock;
  /** Folder that keeps the regions' stores. */
  readonly directory: string;
  readonly tls: TlsIdentity;
  readonly addressBook: AddressBook;
  readonly replicationLagSec: number;
  readonly onFault: (error: TwinError) => void;
}

/** One region: its AWS API with stores, its load balancers and its service processes. */
export class RegionTwin {
  private group: ProcessGroup;
  private currentApi: RegionalApi | undefined;
  private balancers: LoadBalancers | undefined;
  private boots = 0;

  constructor(
    readonly region: string,
    private readonly fleets: readonly FleetTopology[],
    private readonly options: RegionTwinOptions,
  ) {
    this.group = this.newGroup();
  }

  /** The group that everything of this region runs in. */
  get processes(): ProcessGroup {
    return this.group;
  }

  /** The region's AWS API; only while the region runs. */
  get api(): RegionalApi {
    if (this.currentApi === undefined) throw new RangeError(`${this.region} is not running`);
    return this.currentApi;
  }

  /** Whether the region's API is there to be asked. */
  get running(): boolean {
    return this.currentApi !== undefined;
  }

  /** Starts the AWS API with the stores as they were left on disk. */
  async startApi(): Promise<void> {
    const { topology, clock, directory, replicationLagSec } = this.options;
    this.currentApi = await RegionalApi.start({
      region: this.region,
      directory: join(directory, this.region),
      tables: topology.tables.filter(({ replicaRegions }) => replicaRegions.includes(this.region)),
      secrets: topology.secrets.filter(
        ({ primaryRegion, replicaRegions }) =>
          primaryRegion === this.region || replicaRegions.includes(this.region),
      ),
      clockEnvironment: clock.toEnvironment(),
      replicationLagSec,
      group: this.group,
    });
  }

  /** Starts load balancers and service processes and registers these as targets. */
  async startServing(): Promise<void> {
    this.boots += 1;
    const { clock, tls, addressBook } = this.options;
    const loadBalancers = this.fleets.map(({ loadBalancer }) => loadBalancer);
    const [balancers, ...instances] = await Promise.all([
      LoadBalancers.start(
        { region: this.region, loadBalancers, tls, clockRate: clock.rate },
        this.group,
      ),
      ...this.fleets.map((fleet) => this.startFleet(fleet)),
    ]);
    for (const loadBalancer of loadBalancers) {
      addressBook.listensOn(loadBalancer, balancers.port(loadBalancer));
    }
    this.balancers = balancers;
    this.fleets.forEach(({ loadBalancer }, at) => {
      balancers.register(loadBalancer.id, instances[at] ?? []);
    });
  }

  /** Whether the load balancer had a healthy target when it was last heard. */
  hasHealthyTarget(loadBalancerId: string): boolean {
    return (this.balancers?.healthy(loadBalancerId) ?? 0) > 0;
  }

  /** Whether Route 53 took the load balancer for healthy when it was last heard. */
  targetHealthy(loadBalancerId: string): boolean {
    return this.balancers?.standsInDns(loadBalancerId) ?? false;
  }

  /** Ends every process of the region with SIGKILL, as if the region were gone. */
  async kill(): Promise<number> {
    const killed = this.group.pids.length;
    await this.group.killAll();
    this.currentApi = undefined;
    this.group = this.newGroup();
    return killed;
  }

  /** Ends every process for good. */
  async stop(): Promise<void> {
    this.currentApi = undefined;
    await this.group.killAll();
  }

  private newGroup(): ProcessGroup {
    return new ProcessGroup(this.region, this.options.onFault);
  }

  private startFleet(fleet: FleetTopology): Promise<ServiceInstance[]> {
    const count = processCount(fleet, this.fleets);
    return Promise.all(
      Array.from({ length: count }, (_, at) =>
        ServiceInstance.start({
          instanceId: `${this.region}-${fleet.name}-${this.boots}-${at + 1}`,
          fleet,
          awsEndpoint: this.api.url,
          clockEnvironment: this.options.clock.toEnvironment(),
          group: this.group,
        }),
      ),
    );
  }
}

/** One twin of every region that the templates deploy fleets to, and of those that hold data only. */
export function regionTwins(options: RegionTwinOptions): Map<string, RegionTwin> {
  const { regions, tables } = options.topology;
  const names = new Set([
    ...regions.map(({ region }: RegionTopology) => region),
    ...tables.flatMap(({ replicaRegions }) => [...replicaRegions]),
  ]);
  return new Map(
    [...names].map((name) => {
      const fleets = regions.find(({ region }) => region === name)?.fleets ?? [];
      return [name, new RegionTwin(name, fleets, options)];
    }),
  );
}
