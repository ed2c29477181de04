import type { HealthChange } from '../drill/measurement';
import type { RegionTopology, Topology } from '../topology/topology';
import { AddressBook } from './address-book';
import { Callers } from './callers/callers';
import { registerCallers } from './callers/register-callers';
import { makeCertificate } from './certificates';
import { HttpsClient } from './clients/https-client';
import type { Random } from './clients/random';
import type { ScaledClock } from './clock';
import { waitUntil } from './condition';
import type { GlobalTablesStatus } from './global-table/global-tables';
import { regionsByInServiceCheck } from './in-service-checks';
import { runDeployFunction } from './lambda/run-deploy-function';
import { type RegionTwin, regionTwins } from './region-twin';
import { DnsPortError, DnsServer } from './route53/dns-server';
import { Route53 } from './route53/route53';
import { TwinError } from './twin-error';

/** Replication lag of the twin's global tables, twin seconds; AWS states "typically about 1 s". */
export const REPLICATION_LAG_SEC = 1;

/** Longest wall-clock wait for all regions to be in service after a boot. */
export const IN_SERVICE_TIMEOUT_MS = 60_000;

/** What a twin is made of. */
export interface TwinOptions {
  readonly topology: Topology;
  readonly clock: ScaledClock;
  readonly random: Random;
  /** Folder that keeps the stores; the caller removes it. */
  readonly directory: string;
  /** Port of the DNS server on 127.0.0.1; 0 takes a free one. */
  readonly dnsPort: number;
  /** Hears of every process that dies unasked. */
  readonly onFault: (error: TwinError) => void;
}

/** All regions of a deployment, running on this machine behind an emulated Route 53. */
export class Twin {
  /** Every change of a region's in-service check since the boot. */
  readonly healthChanges: HealthChange[] = [];
  readonly regions: ReadonlyMap<string, RegionTwin>;
  readonly addressBook: AddressBook;
  readonly https: HttpsClient;
  /** Channels and partners, with the keys that the boot registers. */
  readonly callers: Callers;
  private readonly route53: Route53;
  private readonly dns: DnsServer;
  /** The region behind each in-service check. */
  private readonly inServiceChecks: ReadonlyMap<string, string>;
  private booted = false;

  private constructor(
    private readonly options: TwinOptions,
    tls: Awaited<ReturnType<typeof makeCertificate>>,
  ) {
    const { topology } = options;
    this.addressBook = new AddressBook(topology);
    this.https = new HttpsClient(tls.cert);
    this.callers = new Callers(topology, options.clock);
    this.regions = regionTwins({
      ...options,
      tls,
      addressBook: this.addressBook,
      replicationLagSec: REPLICATION_LAG_SEC,
    });
    this.inServiceChecks = regionsByInServiceCheck(topology);
    this.route53 = this.makeRoute53();
    this.dns = new DnsServer(this.route53);
  }

  /**
   * Prepares a twin; nothing runs before `boot`.
   * @throws TwinError when the assembly deploys no fleet
   */
  static async create(options: TwinOptions): Promise<Twin> {
    if (options.topology.regions.length === 0) {
      throw new TwinError('KAPOK_TWIN_NO_FLEET', 'the cloud assembly deploys no fleet', {
        got: 'no Auto Scaling group with the tag kapok:fleet',
        fix: 'choose a strategy with at least one active region',
      });
    }
    return new Twin(options, await makeCertificate(options.topology));
  }

  /** Port of the DNS server; `dig @127.0.0.1 -p PORT NAME` asks it. */
  get dnsPort(): number {
    return this.dns.port;
  }

  /** Regions that run fleets, in the templates' order. */
  get servingRegions(): readonly string[] {
    return this.options.topology.regions.map(({ region }) => region);
  }

  /** Regions in which every fleet has at least one instance standing. */
  get standingRegions(): readonly string[] {
    return this.standingTopology.map(({ region }) => region);
  }

  /** A region by name. */
  findRegion(name: string): RegionTwin {
    const region = this.regions.get(name);
    if (region === undefined) throw new RangeError(`no region ${name} in this twin`);
    return region;
  }

  /**
   * Starts everything: stores, deploy-time functions, registers of keys, fleets, health checkers, DNS;
   * resolves when every region is in service.
   */
  async boot(signal: AbortSignal): Promise<void> {
    await this.listenForDns();
    const all = [...this.regions.values()];
    await Promise.all(all.map((region) => region.startApi()));
    await this.introducePeers();
    for (const deployFunction of this.options.topology.deployFunctions) {
      const { api, processes } = this.findRegion(deployFunction.region);
      await runDeployFunction(deployFunction, api.url, processes);
    }
    await registerCallers(this.callers.registrations, {
      secrets: this.options.topology.secrets,
      endpointOf: (region) => this.findRegion(region).api.url,
    });
    await Promise.all(all.map((region) => region.startServing()));
    this.route53.start();
    this.booted = true;
    await this.waitInService(this.standingRegions, signal);
  }

  /** How replication stands in every region that runs. */
  replicationStatus(): Promise<GlobalTablesStatus[]> {
    return Promise.all(this.runningRegions.map(({ api }) => api.status()));
  }

  /** Kills every process of a region; returns how many there were. */
  killRegion(name: string): Promise<number> {
    return this.findRegion(name).kill();
  }

  /** Boots a killed region again from what its disk holds. */
  async restartRegion(name: string): Promise<void> {
    const region = this.findRegion(name);
    await region.startApi();
    await this.introducePeers();
    await region.startServing();
  }

  /** Ends every process, socket and timer; safe to call at any time and more than once. */
  async stop(): Promise<void> {
    if (this.booted) this.route53.stop();
    await Promise.all([...this.regions.values()].map((region) => region.stop()));
    await Promise.all([this.dns.close(), this.https.close()]);
  }

  /** Resolves when the fleets that stand in `regions` have healthy targets and Route 53 agrees. */
  async waitInService(regions: readonly string[], signal: AbortSignal): Promise<void> {
    const standing = this.standingTopology.filter(({ region }) => regions.includes(region));
    const names = standing.map(({ region }) => region);
    const checks = [...this.inServiceChecks].filter(([, region]) => names.includes(region));
    const ready = () =>
      standing.every(({ region, fleets }) =>
        fleets.every(({ loadBalancer }) =>
          this.findRegion(region).hasHealthyTarget(loadBalancer.id),
        ),
      ) && checks.every(([id]) => this.route53.isHealthy(id));
    await waitUntil(ready, {
      timeoutMs: IN_SERVICE_TIMEOUT_MS,
      signal,
      onTimeout: () =>
        new TwinError('KAPOK_TWIN_START_TIMEOUT', 'the regions are not in service', {
          got: `no healthy target after ${IN_SERVICE_TIMEOUT_MS / 1000} s`,
          fix: 'free some processor time and run it again',
        }),
    });
  }

  private get standingTopology(): readonly RegionTopology[] {
    return this.options.topology.regions.filter(({ fleets }) =>
      fleets.every(({ minSize }) => minSize > 0),
    );
  }

  private get runningRegions(): RegionTwin[] {
    return [...this.regions.values()].filter(({ running }) => running);
  }

  private async listenForDns(): Promise<void> {
    try {
      await this.dns.listen(this.options.dnsPort);
    } catch (error) {
      if (!(error instanceof DnsPortError)) throw error;
      const { message, got, allowed, fix } = error;
      const detail = { got: String(got), allowed, fix };
      throw new TwinError('KAPOK_TWIN_PORT', message, detail, { cause: error });
    }
  }

  private async introducePeers(): Promise<void> {
    const running = this.runningRegions;
    await Promise.all(
      running.map(({ region, api }) =>
        api.setPeers(
          Object.fromEntries(
            running
              .filter((peer) => peer.region !== region)
              .map((peer) => [peer.region, peer.api.url]),
          ),
        ),
      ),
    );
  }

  private makeRoute53(): Route53 {
    const { topology, clock, random } = this.options;
    const regionOfLoadBalancer = new Map(
      topology.regions.flatMap(({ region, fleets }) =>
        fleets.map(({ loadBalancer }) => [loadBalancer.id, region] as const),
      ),
    );
    return new Route53({
      routing: topology.routing,
      clock,
      random,
      nearness: this.servingRegions,
      addresses: (loadBalancerId) => [...this.addressBook.addressesOf(loadBalancerId)],
      targetHealthy: (loadBalancerId) => {
        const region = regionOfLoadBalancer.get(loadBalancerId);
        return region !== undefined && this.findRegion(region).targetHealthy(loadBalancerId);
      },
      connect: (domainName) => this.locateOrigin(domainName),
      onChange: ({ id, healthy, atMs }) => {
        const region = this.inServiceChecks.get(id);
        if (region !== undefined) this.healthChanges.push({ atMs, region, healthy });
      },
    });
  }

  /** Where the load balancer behind a simple record listens on this machine. */
  private locateOrigin(domainName: string): { host: string; port: number } | undefined {
    const record = this.options.topology.routing.records.find(
      ({ name, policy }) => name === domainName && policy.kind === 'simple',
    );
    if (record?.target.kind !== 'load-balancer') return undefined;
    const address = this.addressBook.addressesOf(record.target.loadBalancerId)[0];
    return address === undefined ? undefined : this.addressBook.locate(address);
  }
}
