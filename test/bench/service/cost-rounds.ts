import { type Cost, costBetween } from './arithmetic';
import type { Question } from './load-protocol';
import type { QueryClient } from './measured-protocol';
import { sampleAnswer } from './sample-answer';
import type { Load, Measured, Workbench } from './workbench';

/**
 * Connections, and queries, at once: enough for the thread never to be idle, and no more than the least
 * limit of admission, so that hardly anything is refused where refusals are not what is measured.
 */
export const AT_ONCE = 16;

/** Connections that a crowd comes over, as the load balancer's do: 9,000 a second for 0.1 s. */
export const STANDING = 900;

/** Past the age at which a copy is shown in any case, and within the 900 s of a token. */
const STALE_SECONDS = 601;

/** What was measured side by side. */
export interface CostRounds {
  readonly firstSight: readonly Cost[];
  readonly refusal: readonly Cost[];
  readonly sdk: readonly Cost[];
  readonly queries: readonly Cost[];
  readonly cached: readonly Cost[];
  readonly limit: readonly Cost[];
  readonly known: readonly Cost[];
  readonly sdkAgain: readonly Cost[];
}

/** Measures what one request of each kind costs, in rounds that take turns. */
export class CostBench {
  private constructor(
    private readonly bench: Workbench,
    private readonly load: Load,
    private readonly service: Server,
    private readonly refusing: Server,
    private readonly bare: Server,
    private readonly sdk: Measured,
  ) {}

  /** Starts every process; they are idle until they are asked. */
  static async open(bench: Workbench, load: Load): Promise<CostBench> {
    const service = await bench.measured('service');
    const refusing = await bench.measured('refusing');
    const answer = await sampleAnswer(service.port, bench.loadSetup(1));
    const bare = await bench.measured('bare', { answer });
    const sdk = await bench.measured('sdk');
    return new CostBench(bench, load, service, refusing, bare, sdk.process);
  }

  /** The process whose codes were measured, with everybody's copy in its memory. */
  get served(): Server {
    return this.service;
  }

  /** Measures everything. */
  async run(): Promise<CostRounds> {
    const { scale } = this.bench;
    await this.warmUp();
    const first = await this.firstSightRounds();
    // Everybody else's first time, so that all are held.
    const from = scale.warmUp + scale.rounds * scale.uncachedPerRound;
    await this.ask(this.service, 'code', { from, requests: Math.max(1, scale.people - from) });
    await this.ask(this.bare, 'code', { from: 0, requests: scale.people });
    const cached = await this.cachedRounds();
    await this.service.process.tell({ type: 'advance', seconds: STALE_SECONDS });
    const known = await this.knownRounds();
    for (const one of [this.refusing.process, this.bare.process, this.sdk]) one.close();
    return { ...first, ...cached, ...known };
  }

  private async warmUp(): Promise<void> {
    const { warmUp: requests } = this.bench.scale;
    await this.ask(this.service, 'code', { from: 0, requests });
    await this.ask(this.refusing, 'code', { from: 0, requests });
    for (const client of ['default', 'queries'] as const) await this.query(client, requests);
  }

  private async firstSightRounds() {
    const { rounds, warmUp, uncachedPerRound, queriesPerRound, refusalsPerRound } =
      this.bench.scale;
    const [firstSight, refusal, sdk, queries]: Cost[][] = [[], [], [], []] as const;
    for (let round = 0; round < rounds; round += 1) {
      const from = warmUp + round * uncachedPerRound;
      firstSight!.push(await this.ask(this.service, 'code', { from, requests: uncachedPerRound }));
      sdk!.push(await this.query('default', queriesPerRound));
      refusal!.push(await this.ask(this.refusing, 'code', { from, requests: refusalsPerRound }));
      queries!.push(await this.query('queries', queriesPerRound));
    }
    return { firstSight: firstSight!, refusal: refusal!, sdk: sdk!, queries: queries! };
  }

  private async cachedRounds() {
    const { rounds, cachedSeconds, people } = this.bench.scale;
    const cached: Cost[] = [];
    const limit: Cost[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const load = { from: Math.floor((round * people) / rounds), seconds: cachedSeconds };
      cached.push(await this.ask(this.service, 'code', load));
      limit.push(await this.ask(this.bare, 'code', load));
    }
    return { cached, limit };
  }

  private async knownRounds() {
    const { rounds, uncachedPerRound, queriesPerRound } = this.bench.scale;
    const known: Cost[] = [];
    const sdkAgain: Cost[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const load = { from: round * uncachedPerRound, requests: uncachedPerRound };
      known.push(await this.ask(this.service, 'code', load));
      sdkAgain.push(await this.query('default', queriesPerRound));
    }
    return { known, sdkAgain };
  }

  private async ask(
    { process, port }: Server,
    question: Question,
    load: { readonly from: number; readonly requests?: number; readonly seconds?: number },
  ): Promise<Cost> {
    const before = await process.tell({ type: 'usage', collect: true });
    const insists = process !== this.refusing.process;
    const { tallies } = await this.load.tell({
      ...{ type: 'closed', port, connections: AT_ONCE, question, insists },
      ...load,
    });
    const after = await process.tell({ type: 'usage', collect: false });
    // Those who were refused by chance have cost something too.
    const { served = 0, refused = 0 } = tallies[0] ?? {};
    return costBetween(before, after, insists ? served : refused);
  }

  private async query(client: QueryClient, count: number): Promise<Cost> {
    const before = await this.sdk.tell({ type: 'usage', collect: true });
    const after = await this.sdk.tell({ type: 'queries', client, count, atOnce: AT_ONCE });
    return costBetween(before, after, count);
  }
}

interface Server {
  readonly process: Measured;
  readonly port: number;
}
