import type { DrillMeasurement, FactCount } from '../../drill/measurement';
import { judge, RETURN_WINDOW_SECONDS } from '../../drill/verdict';
import { ALIAS_TTL_SEC, recoveryFormula } from '../../topology/recovery-formula';
import { LABORATORY } from '../callers/callers';
import { CachingResolver } from '../clients/caching-resolver';
import { Crowd } from '../clients/crowd';
import { Laboratory } from '../clients/laboratory';
import { type SyntheticPerson, syntheticPerson } from '../clients/people';
import { seededRandom } from '../clients/random';
import type { ScaledClock } from '../clock';
import { waitUntilInstant } from '../condition';
import type { Twin } from '../twin';
import { TwinError } from '../twin-error';
import { ingestFirstFacts } from './ingestion';
import type { RehearsalOptions } from './options';
import { percentile } from './percentile';
import { reconcileFacts } from './reconcile';
import { ReplayProgress } from './replay-progress';
import { ReplicationWatch } from './replication-watch';
import type { RehearsalReport } from './report';
import { SteadyIngestion } from './steady-ingestion';
import { refuseToBlameDesign } from './strain';

/** Longest wall-clock wait for every acknowledged fact to be in every region. */
export const CATCH_UP_TIMEOUT_MS = 30_000;

/** What runs beside the steps of the replay. */
interface Parts {
  readonly crowd: Crowd;
  readonly ingestion: SteadyIngestion;
  readonly watch: ReplicationWatch;
  readonly progress: ReplayProgress;
}

/** The steps of one rehearsal on a twin, from boot to report. */
export class Rehearsal {
  private readonly people: readonly SyntheticPerson[];
  private readonly laboratory: Laboratory;

  constructor(
    private readonly options: RehearsalOptions,
    private readonly twin: Twin,
    private readonly clock: ScaledClock,
  ) {
    this.people = Array.from({ length: options.people }, (_, index) => syntheticPerson(index));
    this.laboratory = new Laboratory({
      source: LABORATORY,
      name: this.nameOf('partner'),
      https: twin.https,
      signer: twin.callers.laboratory,
    });
  }

  async run(): Promise<RehearsalReport> {
    const { twin, options } = this;
    this.say('booting every region from the cloud assembly');
    await twin.boot(options.signal);
    this.say(`in service: ${twin.standingRegions.join(', ')}`);
    this.say(`ask its DNS: dig @127.0.0.1 -p ${twin.dnsPort} ${this.nameOf('code')}`);
    await this.ingest();
    const parts = this.makeParts();
    try {
      return await this.replay(parts);
    } finally {
      parts.progress.stop();
      parts.ingestion.close();
      await Promise.allSettled(
        [parts.crowd, parts.ingestion, parts.watch].map((part) => part.stop()),
      );
    }
  }

  private async replay({ crowd, ingestion, watch, progress }: Parts): Promise<RehearsalReport> {
    const { scenario, regionLost } = this.options;
    const startMs = await this.waitForWindow();
    this.say('replaying the morning');
    for (const part of [crowd, ingestion, watch, progress]) part.start();
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
    await this.twin.waitInService([regionLost], this.options.signal);
    // A region that came back late gets its time: users return as their DNS answers expire.
    const returnedMs = this.clock.now() + (ALIAS_TTL_SEC + RETURN_WINDOW_SECONDS) * 1000;
    await this.until(Math.max(scenario.endMs, returnedMs));
    const endMs = this.clock.now();
    progress.stop();
    await Promise.all([crowd.stop(), ingestion.stop()]);
    const facts = await this.countFactsOnceReplicated(ingestion);
    const measurement: DrillMeasurement = {
      timeline: { startMs, regionLost, lostAtMs, bootedAtMs, endMs },
      targetsHit: processesKilled,
      samples: crowd.samples,
      healthChanges: this.twin.healthChanges,
      facts,
      replicationLagSec: watch.longestLagSec,
      regionsInService: this.twin.servingRegions,
    };
    const writesAtRiskAtLoss = Math.max(0, ...Object.values(peers).map(({ pending }) => pending));
    return this.report(measurement, crowd, writesAtRiskAtLoss);
  }

  private report(
    measurement: DrillMeasurement,
    crowd: Crowd,
    writesAtRiskAtLoss: number,
  ): RehearsalReport {
    const { options, twin } = this;
    const verdict = judge(measurement, options.objectives);
    const latencyMs = {
      p50: percentile(crowd.latenciesMs, 0.5),
      p99: percentile(crowd.latenciesMs, 0.99),
    };
    refuseToBlameDesign(verdict, {
      latencyP99Ms: latencyMs.p99,
      latenessP99Ms: percentile(crowd.latenessMs, 0.99),
    });
    return {
      scenario: options.scenario.name,
      curve: options.scenario.label,
      strategy: options.strategy,
      regions: twin.servingRegions,
      clockRate: options.clockRate,
      loadScale: options.loadScale,
      seed: options.seed,
      objectives: options.objectives,
      timeline: measurement.timeline,
      verdict,
      formula: recoveryFormula(options.topology.routing),
      facts: measurement.facts,
      processesKilled: measurement.targetsHit,
      writesAtRiskAtLoss,
      replicationLagSec: measurement.replicationLagSec,
      latencyMs,
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

  private makeParts(): Parts {
    const { options, twin, clock, people, laboratory } = this;
    const crowd = new Crowd({
      twin,
      clock,
      random: seededRandom(options.seed + 1),
      name: this.nameOf('code'),
      channels: options.channels,
      people,
      ratePerSecondAt: (ms) => options.scenario.requestsPerSecondAt(ms) / options.loadScale,
    });
    const ingestion = new SteadyIngestion({
      laboratory,
      name: this.nameOf('partner'),
      people,
      resolver: new CachingResolver(clock, twin.dnsPort),
      addressBook: twin.addressBook,
      clock,
    });
    const say = (line: string) => this.say(line);
    return {
      crowd,
      ingestion,
      watch: new ReplicationWatch(twin, clock),
      progress: new ReplayProgress(crowd, twin.servingRegions, clock, say),
    };
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

  /** Looks every acknowledged fact up in every region until all are there or time is up. */
  private async countFactsOnceReplicated(ingestion: SteadyIngestion): Promise<FactCount> {
    this.say('looking up every acknowledged fact in every region');
    const deadlineMs = Date.now() + CATCH_UP_TIMEOUT_MS;
    for (;;) {
      this.options.signal.throwIfAborted();
      await ingestion.flush();
      const facts = await this.countFacts();
      const timeIsUp = Date.now() > deadlineMs;
      if (ingestion.unacknowledged === 0 && (facts.lost === 0 || timeIsUp)) return facts;
      if (timeIsUp) throw unacknowledgedForGood(ingestion.unacknowledged);
    }
  }

  private countFacts(): Promise<FactCount> {
    const table = this.options.topology.tables.find(({ role }) => role === 'facts');
    if (table === undefined) throw new RangeError('the assembly has no facts table');
    return reconcileFacts(
      [...this.laboratory.acknowledged.values()],
      [...this.twin.regions.values()].map(({ region, api }) => ({ region, awsEndpoint: api.url })),
      table.tableName,
    );
  }

  private until(instantMs: number): Promise<void> {
    return waitUntilInstant(this.clock, instantMs, this.options.signal);
  }

  private nameOf(label: 'code' | 'partner'): string {
    return `${label}.${this.options.topology.routing.zoneName}`;
  }

  private say(line: string): void {
    this.options.onProgress(line, this.clock.now());
  }
}

function unacknowledgedForGood(batches: number): TwinError {
  return new TwinError('KAPOK_TWIN_INGEST', 'the partner API does not acknowledge facts', {
    got: `${batches} batches unacknowledged ${CATCH_UP_TIMEOUT_MS / 1000} s after the replay`,
    fix: 'free some processor time and run it again',
  });
}
