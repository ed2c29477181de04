import type { AddressInfo } from 'node:net';
import type { IAuditStore } from './audit/audit-store';
import type { IClock } from './clock';
import { drain } from './cluster/draining';
import type { ServiceConfig } from './config';
import type { RotatingKeyRing } from './credential/rotating-key-ring';
import { ControlPoller } from './evacuation/control-poller';
import type { IControlStore } from './evacuation/control-store';
import { HeartbeatWriter } from './evacuation/heartbeat-writer';
import { RegionStanding } from './evacuation/region-standing';
import type { IFactStore } from './facts/fact-store';
import { buildFleetApp } from './fleet-app';
import type { FleetAppOptions, FleetPart, WholeFleetApp } from './fleet-context';
import type { IKeyRegister, KeyRegister } from './keys/key-register';
import { WatchedRegister } from './keys/watched-register';
import type { ServiceLogger } from './logging/logger';
import { QuietLog } from './logging/quiet-log';
import type { AdmissionGauges } from './metrics/embedded-metrics';
import type { IEventLoopMeter } from './metrics/event-loop-meter';
import { type LineWriter, MetricsPublisher } from './metrics/metrics-publisher';
import { RequestMetrics } from './metrics/request-metrics';
import { Patience } from './patience';
import type { IQuarantineStore } from './quarantine/quarantine-store';
import { stopAll } from './running';
import { OpenedSecrets } from './secrets/opened-secrets';
import type { Reloaded } from './secrets/reloaded';
import type { ISecretReader } from './secrets/secrets';
import { LISTEN_BACKLOG } from './server';
import type { PageFiles } from './web/page-files';

/**
 * Wall-clock time for what is under way when the process must end: above the longest request
 * (6 s of the store), below the 45 s after which the unit is killed.
 */
export const SHUTDOWN_DEADLINE_MS = 30_000;

/** What the service stands on; injected, so that it runs the same in a test. */
export interface ServiceDependencies {
  readonly config: ServiceConfig;
  readonly clock: IClock;
  readonly logger: ServiceLogger;
  /** What the store did of late. @default nothing that could be wrong */
  readonly storeHealth?: FleetAppOptions['storeHealth'];
  readonly facts: IFactStore;
  readonly auditStore: IAuditStore;
  readonly control: IControlStore;
  readonly quarantine: IQuarantineStore;
  readonly secrets: ISecretReader;
  readonly random: () => number;
  readonly eventLoop: IEventLoopMeter;
  /** Where metrics go, beside the log. */
  readonly output: LineWriter;
  /** What phones load; absent where the program stands without it. */
  readonly page?: PageFiles | undefined;
}

/** A process that serves its fleet's routes. */
export class Service {
  private readonly log: QuietLog;
  private readonly poller: ControlPoller;
  private readonly standing: RegionStanding;
  private readonly heartbeat: HeartbeatWriter;
  private readonly metrics: RequestMetrics;
  private readonly publisher: MetricsPublisher;
  private readonly ending = new AbortController();
  private readonly secrets: OpenedSecrets;
  private readonly patience: Patience;
  private keyRing: RotatingKeyRing | undefined;
  private register: Reloaded<KeyRegister> | undefined;
  private watched: WatchedRegister | undefined;
  private fleetApp: WholeFleetApp | undefined;

  constructor(private readonly dependencies: ServiceDependencies) {
    const { config, clock, logger, control } = dependencies;
    this.log = new QuietLog(logger, clock);
    const { signal } = this.ending;
    this.secrets = new OpenedSecrets({ ...dependencies, log: this.log, signal });
    this.patience = new Patience({ clock, logger, signal });
    this.poller = new ControlPoller({
      store: control,
      clock,
      onFailure: (err) => this.log.failure({ err }, 'the control table cannot be read'),
    });
    this.standing = new RegionStanding({ region: config.region, control: this.poller, clock });
    this.heartbeat = new HeartbeatWriter({
      region: config.region,
      originName: config.originName,
      store: control,
      clock,
      state: () => this.standing.state(),
      onFailure: (err) => this.log.failure({ err }, 'the heartbeat cannot be written'),
    });
    const { plan, fleet } = config;
    this.metrics = new RequestMetrics(fleet === 'citizen' ? config.channels : []);
    this.publisher = new MetricsPublisher({
      ...{ ...dependencies, plan, fleet, metrics: this.metrics },
      admission: () => this.gauges(),
    });
  }

  /** Keys of those who call this fleet; undefined until they have been read. */
  get callers(): IKeyRegister | undefined {
    return this.watched;
  }

  /** Reads secrets and control, then listens; returns the port, or nothing when stopped before. */
  async start(): Promise<number | undefined> {
    try {
      return await this.begin();
    } catch (error) {
      if (this.ending.signal.aborted) return undefined;
      throw error;
    }
  }

  /**
   * Stops saying that it lives, takes no more connections and finishes what is under way. Until the end
   * the health paths say what they always say: the load balancer has let go of this instance before it is
   * told to end, and a region is not ill because one of its processes leaves.
   */
  async stop(): Promise<void> {
    this.ending.abort(new Error('the service was stopped before it listened'));
    this.heartbeat.stop();
    this.keyRing?.stop();
    this.register?.stop();
    const { fleetApp } = this;
    if (fleetApp !== undefined) {
      const { app, parts } = fleetApp;
      await drain(app.server, {
        deadlineMs: SHUTDOWN_DEADLINE_MS,
        onCutOff: () => this.dependencies.logger.warn('requests still under way were cut off'),
      });
      await app.close();
      // After the last request: what they stand on must not grow old under it.
      await stopAll(parts);
    }
    this.publisher.stop();
    // Last, so that the health paths tell the truth until the end.
    this.poller.stop();
  }

  private gauges(): AdmissionGauges | undefined {
    const { fleetApp } = this;
    if (fleetApp === undefined) return undefined;
    const { levels, admission } = fleetApp;
    return { level: levels.current.level, concurrencyLimit: admission.state.limit };
  }

  private async begin(): Promise<number> {
    const { config, logger } = this.dependencies;
    const { secrets, patience } = this;
    this.poller.start();
    const controlRead = patience.orElse(
      this.poller.firstRead,
      'the control table was not read in time; no region is taken to be evacuated',
    );
    const [pepper, part, register] = await Promise.all([
      secrets.pepper(),
      this.readPart(),
      secrets.register(),
      controlRead,
    ]);
    this.register = register;
    const watched = new WatchedRegister(register, this.dependencies.clock);
    this.watched = watched;
    const { standing, log, metrics, poller } = this;
    const fleetApp = buildFleetApp({
      ...this.dependencies,
      ...{ standing, log, metrics, pepper, part, regions: poller },
      register: () => watched,
      onLevelChange: ({ level, reason, pinned }, before) =>
        logger.warn(
          { serviceLevel: level, before: before.level, reason, pinned },
          'the service level has changed',
        ),
    });
    this.fleetApp = fleetApp;
    for (const one of fleetApp.parts) one.start();
    await patience.orElse(
      Promise.all(fleetApp.parts.map(({ ready }) => ready)),
      'the control table was not read in time; no code is made before the published rules are known',
    );
    this.ending.signal.throwIfAborted();
    const { app } = fleetApp;
    await app.listen({ host: config.host, port: config.port, backlog: LISTEN_BACKLOG });
    this.ending.signal.throwIfAborted();
    const { port } = app.server.address() as AddressInfo;
    // Only citizens' processes: users are moved to where codes are shown, so that must be alive.
    if (config.fleet === 'citizen') this.heartbeat.start();
    this.publisher.start();
    this.keyRing?.start();
    register.start();
    logger.info({ host: config.host, port }, 'listening');
    return port;
  }

  private async readPart(): Promise<FleetPart> {
    if (this.dependencies.config.fleet === 'partner') return { fleet: 'partner' };
    this.keyRing = await this.secrets.keyRing();
    return { fleet: 'citizen', keyRings: this.keyRing };
  }
}
