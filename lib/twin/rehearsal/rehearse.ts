import type { DrillMeasurement, DrillTimeline } from '../../drill/measurement';
import { type DrillObjectives, judge } from '../../drill/verdict';
import type { Topology } from '../../topology/topology';
import { Crowd } from '../clients/crowd';
import { Laboratory } from '../clients/laboratory';
import { type SyntheticPerson, syntheticPerson } from '../clients/people';
import { seededRandom } from '../clients/random';
import { StubResolver } from '../clients/stub-resolver';
import { ScaledClock } from '../clock';
import { waitUntil } from '../condition';
import { Twin } from '../twin';
import { TwinError } from '../twin-error';
import { recoveryFormula } from './formula';
import { ingestFirstFacts } from './ingestion';
import { percentile } from './percentile';
import { reconcileFacts } from './reconcile';
import { ReplicationWatch } from './replication-watch';
import type { RehearsalReport } from './report';
import { SteadyIngestion } from './steady-ingestion';

/** The morning to replay, as instants. */
export interface ScenarioRun {
  readonly name: string;
  readonly startMs: number;
  readonly loseAtMs: number;
  readonly bootAtMs: number;
  readonly endMs: number;
  /** Real requests per second at an instant. */
  readonly requestsPerSecondAt: (instantMs: number) => number;
}

/** What a rehearsal is told. */
export interface RehearsalOptions {
  readonly topology: Topology;
  readonly scenario: ScenarioRun;
  readonly strategy: string;
  readonly channels: readonly { readonly name: string; readonly share: number }[];
  readonly objectives: DrillObjectives;
  /** Region to lose; one that runs fleets. */
  readonly regionLost: string;
  /** Twin seconds per wall second. */
  readonly clockRate: number;
  /** Real requests that one request of the twin stands for. */
  readonly loadScale: number;
  readonly seed: number;
  /** People whose facts are ingested first. */
  readonly people: number;
  /** Folder for the stores; the caller removes it. */
  readonly directory: string;
  /** Port of the DNS server; 0 takes a free one. */
  readonly dnsPort: number;
  readonly signal: AbortSignal;
  /** Hears one line per step. */
  readonly onProgress: (line: string) => void;
}

/**
 * Wall seconds kept for boot and ingestion before the replayed window begins; the clock starts
 * this much (times its rate) before the window, so that the window begins on its minute.
 */
export const BOOT_BUDGET_SEC = 20;

/** Longest wall-clock wait for replication to have shipped everything. */
export const CATCH_UP_TIMEOUT_MS = 60_000;

/**
 * Runs a rehearsal on a twin of its own and judges it; leaves no process or socket behind.
 * @throws TwinError when the machine or the assembly keeps the twin from running
 * @throws the signal's reason when aborted
 */
export async function rehearse(options: RehearsalOptions): Promise<RehearsalReport> {
  const { scenario, clockRate } = options;
  options.signal.throwIfAborted();
  const clock = new ScaledClock(scenario.startMs - BOOT_BUDGET_SEC * 1000 * clockRate, clockRate);
  const fault = new AbortController();
  const signal = AbortSignal.any([options.signal, fault.signal]);
  const twin = await Twin.create({
    ...options,
    clock,
    random: seededRandom(options.seed),
    onFault: (error) => fault.abort(error),
  });
  // Killing the processes at once makes every wait below fail at once, too.
  const onAbort = () => void twin.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await new Rehearsal({ ...options, signal }, twin, clock).run();
  } catch (error) {
    // The first fault explains whatever failed after it.
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await twin.stop();
  }
}

class Rehearsal {
  private readonly people: readonly SyntheticPerson[];
  private readonly laboratory: Laboratory;

  constructor(
    private readonly options: RehearsalOptions,
    private readonly twin: Twin,
    private readonly clock: ScaledClock,
  ) {
    this.people = Array.from({ length: options.people }, (_, index) => syntheticPerson(index));
    this.laboratory = new Laboratory({
      source: 'twin-laboratory',
      name: this.nameOf('partner'),
      https: twin.https,
    });
  }

  async run(): Promise<RehearsalReport> {
    const { twin, options } = this;
    this.say('booting every region from the cloud assembly');
    await twin.boot(options.signal);
    this.say(`in service: ${twin.servingRegions.join(', ')}`);
    this.say(`ask its DNS: dig @127.0.0.1 -p ${twin.dnsPort} ${this.nameOf('code')}`);
    await this.ingest();
    const crowd = this.makeCrowd();
    const ingestion = this.makeIngestion();
    try {
      return await this.replay(crowd, ingestion);
    } finally {
      await Promise.all([crowd.stop(), ingestion.stop()]);
    }
  }

  private async replay(crowd: Crowd, ingestion: SteadyIngestion): Promise<RehearsalReport> {
    const { scenario, regionLost } = this.options;
    const startMs = await this.waitForWindow();
    this.say('replaying the morning');
    const watch = new ReplicationWatch(this.twin, this.clock);
    crowd.start();
    ingestion.start();
    watch.start();
    await this.until(scenario.loseAtMs);
    await watch.stop();
    const { peers } = await this.twin.findRegion(regionLost).api.status();
    const lostAtMs = this.clock.now();
    const processesKilled = await this.twin.killRegion(regionLost);
    this.say(`lost ${regionLost}: ${processesKilled} processes killed`);
    await this.until(scenario.bootAtMs);
    const bootedAtMs = this.clock.now();
    this.say(`booting ${regionLost} again`);
    await this.twin.restartRegion(regionLost);
    this.say(`${regionLost} runs again; replication catches up`);
    await this.until(scenario.endMs);
    const endMs = this.clock.now();
    await Promise.all([crowd.stop(), ingestion.stop()]);
    await this.catchUp(ingestion);
    const timeline = { startMs, regionLost, lostAtMs, bootedAtMs, endMs };
    return this.report(crowd, timeline, {
      processesKilled,
      factsAtRiskAtLoss: Math.max(0, ...Object.values(peers).map(({ pending }) => pending)),
      replicationLagSec: watch.longestLagSec,
    });
  }

  private async report(
    crowd: Crowd,
    timeline: DrillTimeline,
    counts: Pick<RehearsalReport, 'processesKilled' | 'factsAtRiskAtLoss' | 'replicationLagSec'>,
  ): Promise<RehearsalReport> {
    const { options, twin } = this;
    this.say('looking up every acknowledged fact in every region');
    const measurement: DrillMeasurement = {
      timeline,
      targetsHit: counts.processesKilled,
      samples: crowd.samples,
      healthChanges: twin.healthChanges,
      facts: await this.countFacts(),
      replicationLagSec: counts.replicationLagSec,
      regionsInService: twin.servingRegions,
    };
    return {
      scenario: options.scenario.name,
      strategy: options.strategy,
      regions: twin.servingRegions,
      clockRate: options.clockRate,
      loadScale: options.loadScale,
      seed: options.seed,
      objectives: options.objectives,
      timeline,
      verdict: judge(measurement, options.objectives),
      formula: recoveryFormula(options.topology.routing),
      facts: measurement.facts,
      ...counts,
      latencyMs: {
        p50: percentile(crowd.latenciesMs, 0.5),
        p99: percentile(crowd.latenciesMs, 0.99),
      },
    };
  }

  private async ingest(): Promise<void> {
    const { topology, signal } = this.options;
    this.say(`ingesting facts about ${this.people.length} people through the partner API`);
    await ingestFirstFacts({
      laboratory: this.laboratory,
      people: this.people,
      clock: this.clock,
      loadBalancerIds: topology.regions.flatMap(({ fleets }) =>
        fleets.filter(({ name }) => name === 'partner').map(({ loadBalancer }) => loadBalancer.id),
      ),
      addressBook: this.twin.addressBook,
      signal,
    });
    this.say(`${this.laboratory.acknowledged.size} facts acknowledged`);
  }

  private makeCrowd(): Crowd {
    const { options, twin, clock, people } = this;
    return new Crowd({
      twin,
      clock,
      random: seededRandom(options.seed + 1),
      name: this.nameOf('code'),
      channels: options.channels,
      people,
      ratePerSecondAt: (ms) => options.scenario.requestsPerSecondAt(ms) / options.loadScale,
    });
  }

  private makeIngestion(): SteadyIngestion {
    const { twin, clock, people, laboratory } = this;
    return new SteadyIngestion({
      laboratory,
      name: this.nameOf('partner'),
      people,
      resolver: new StubResolver(clock, twin.dnsPort),
      addressBook: twin.addressBook,
      clock,
    });
  }

  /** Waits for the window to begin; a slow boot begins it late, at most up to the loss. */
  private async waitForWindow(): Promise<number> {
    const { startMs, loseAtMs } = this.options.scenario;
    if (this.clock.now() >= loseAtMs) {
      throw new TwinError('KAPOK_TWIN_TOO_SLOW', 'boot and ingestion ran past the loss', {
        got: `clock rate ${this.clock.rate}`,
        fix: 'choose a lower --clock-rate or fewer --people',
      });
    }
    await this.until(startMs);
    return this.clock.now();
  }

  private async catchUp(ingestion: SteadyIngestion): Promise<void> {
    await waitUntil(
      async () => {
        await ingestion.flush();
        return ingestion.unacknowledged === 0 && (await this.twin.replicated());
      },
      {
        timeoutMs: CATCH_UP_TIMEOUT_MS,
        signal: this.options.signal,
        onTimeout: () =>
          new TwinError('KAPOK_TWIN_TOO_SLOW', 'replication did not catch up', {
            got: `${ingestion.unacknowledged} batches unacknowledged after ${CATCH_UP_TIMEOUT_MS / 1000} s`,
            fix: 'free some processor time and run it again',
          }),
      },
    );
  }

  private countFacts() {
    const table = this.options.topology.tables.find(({ role }) => role === 'facts');
    if (table === undefined) throw new RangeError('the assembly has no facts table');
    return reconcileFacts(
      [...this.laboratory.acknowledged.values()],
      [...this.twin.regions.values()].map(({ region, api }) => ({ region, awsEndpoint: api.url })),
      table.tableName,
    );
  }

  private until(instantMs: number): Promise<void> {
    const { signal } = this.options;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = this.clock.after(Math.max(0, instantMs - this.clock.now()) / 1000, () => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      });
      if (signal.aborted) onAbort();
      else signal.addEventListener('abort', onAbort, { once: true });
    });
  }

  private nameOf(label: 'code' | 'partner'): string {
    return `${label}.${this.options.topology.routing.zoneName}`;
  }

  private say(line: string): void {
    this.options.onProgress(`${new Date(this.clock.now()).toISOString().slice(11, 19)}Z ${line}`);
  }
}
