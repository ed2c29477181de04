import type { Level } from '../../../service/degradation/service-level';
import type { RouteSpec } from '../../../service/http/route';
import { codeOf, tryFindFault } from './answer-rules';
import type { StoreMood } from './flaky-stores';
import { bytesOf, type FuzzRequest } from './fuzz-request';
import { garbage } from './garbage';
import { HeapWatch } from './heap-watch';
import { type RawAnswer, RawConnection } from './raw-http';
import { Requests } from './requests';
import type { FuzzFleet, FuzzTarget } from './target';

/** Requests between two looks through what was logged; moods and levels change with them. */
const LONGEST_ROUND = 500;

/** Rounds at least: each mood comes, and each level. */
const LEAST_ROUNDS = 20;

/** Connections at once. */
const CONNECTIONS = 8;

/** Share of what is sent that is no whole request. */
const GARBAGE = 0.05;

/** Wall-clock milliseconds for an answer to what may have none, before the connection is ended. */
const GARBAGE_PATIENCE_MS = 15;

/** Moods by how often they come. */
const MOODS: readonly StoreMood[] = [
  'well',
  'well',
  'failing',
  'well',
  'hanging',
  'well',
  'away',
  'well',
];

/** Levels that operators pin; as many as have no divisor with the moods, so that all of them meet. */
const PINNED: readonly (Level | undefined)[] = [
  undefined,
  undefined,
  1,
  undefined,
  4,
  undefined,
  2,
  3,
  undefined,
];

/** Seconds of the service between two rounds: longer than its memory of a store's failures. */
const BETWEEN_SECONDS = 45;

/** What a run saw. */
export interface FuzzTally {
  sent: number;
  garbage: number;
  /** What is pinned at the moment. */
  level: Level | undefined;
  /** By status and error code. */
  readonly answers: Map<string, number>;
  /** Requests made for each route, and those of them that it served. */
  readonly routes: Map<string, { sent: number; served: number }>;
  readonly heap: HeapWatch;
}

/** Sends so many requests of all kinds to all routes. */
export async function runFuzz(target: FuzzTarget, requests: number): Promise<FuzzTally> {
  const tally = newTally(target, requests);
  const maker = new Requests(target);
  const all = target.fleets.flatMap((fleet) => fleet.specs.map((spec) => ({ fleet, spec })));
  // Every route as often as any other, and now before and now behind each of them.
  let lap: typeof all = [];
  for (let round = 0; tally.sent < requests && target.findings.length === 0; round += 1) {
    tally.level = PINNED[round % PINNED.length];
    await target.nextRound(BETWEEN_SECONDS, tally.level);
    target.trouble.mood = MOODS[round % MOODS.length] as StoreMood;
    let left = Math.min(roundOf(requests), requests - tally.sent);
    const workers = Array.from({ length: CONNECTIONS }, () => new Worker(target, tally));
    const work = async (worker: Worker) => {
      while (left > 0 && target.findings.length === 0) {
        left -= 1;
        if (lap.length === 0) lap = target.chance.shuffled(all);
        const { fleet, spec } = lap.pop() as (typeof all)[number];
        if (target.chance.happens(GARBAGE)) await worker.throwGarbage(fleet);
        else await worker.ask(await maker.next(fleet, spec));
      }
      worker.close();
    };
    await Promise.all(workers.map(work));
    target.trouble.mood = 'well';
    tally.heap.look();
  }
  await target.nextRound(BETWEEN_SECONDS, undefined);
  return tally;
}

function roundOf(requests: number): number {
  return Math.min(LONGEST_ROUND, Math.ceil(requests / LEAST_ROUNDS));
}

function newTally({ fleets }: FuzzTarget, requests: number): FuzzTally {
  const ids = fleets.flatMap(({ name, specs }) => specs.map(({ id }) => `${name} ${id}`));
  const routes = new Map(ids.map((id) => [id, { sent: 0, served: 0 }]));
  const heap = new HeapWatch(requests, Math.ceil(requests / roundOf(requests)));
  return { sent: 0, garbage: 0, level: undefined, answers: new Map(), routes, heap };
}

/** Sends one request after the other, as long as possible on one connection to each fleet. */
class Worker {
  private readonly kept = new Map<number, RawConnection>();

  constructor(
    private readonly target: FuzzTarget,
    private readonly tally: FuzzTally,
  ) {}

  async ask(request: FuzzRequest): Promise<void> {
    const { fleet, method, framing, headers } = request;
    const bytes = bytesOf(request);
    this.tally.sent += 1;
    this.route(fleet, request.spec).sent += 1;
    const isWhole = framing === 'length' || framing === 'chunked';
    const isPlain = headers.every(([name]) => name !== 'upgrade' && name !== 'connection');
    if (!isWhole || !isPlain) return this.askOnce(fleet, bytes, method, request);
    const connection = this.connection(fleet);
    connection.write(bytes);
    const answer = await connection.answer(method).catch(() => 'none' as const);
    if (answer === 'none') this.found('gets no answer', bytes);
    // A connection that is closed without a word: what was sent was not even HTTP.
    else if (answer === undefined) this.count('closed');
    else {
      this.judge(answer, bytes, request);
      if (answer.headers.connection === 'close') this.drop(fleet);
    }
  }

  async throwGarbage(fleet: FuzzFleet): Promise<void> {
    this.tally.sent += 1;
    this.tally.garbage += 1;
    await this.askOnce(fleet, garbage(this.target), 'GET');
  }

  close(): void {
    for (const connection of this.kept.values()) connection.close();
  }

  /** On a connection of its own, which is ended when nothing comes. */
  private async askOnce(
    { port }: FuzzFleet,
    bytes: Buffer,
    method: string,
    request?: FuzzRequest,
  ): Promise<void> {
    const connection = new RawConnection(port);
    const half = this.target.chance.happens(0.3) ? this.target.chance.below(bytes.length) : 0;
    connection.write(bytes.subarray(0, half));
    if (half > 0) await new Promise(setImmediate);
    connection.write(bytes.subarray(half));
    await connection.something(GARBAGE_PATIENCE_MS);
    connection.end();
    try {
      for (let first = true; ; first = false) {
        // What comes after the answer tells of bytes behind the request: it has a body in any case.
        const answer = await connection.answer(first ? method : 'GET');
        if (answer === undefined) break;
        this.judge(answer, bytes, first ? request : undefined);
      }
    } catch (error) {
      this.found(`is answered strangely: ${(error as Error).message}`, bytes);
    }
    connection.close();
  }

  private judge(answer: RawAnswer, bytes: Buffer, request?: FuzzRequest): void {
    const { target } = this;
    const { personal, trouble } = target;
    const storeInTrouble = trouble.mood !== 'well';
    const showsStored = this.tally.level === 4;
    const circumstances = { personal, storeInTrouble, showsStored };
    const fault = tryFindFault(answer, circumstances, request);
    if (fault !== undefined) {
      const told = `${answer.status} ${answer.body.toString().slice(0, 600)}`;
      this.found(`has an answer that ${fault}: ${told}`, bytes);
    }
    const isError = answer.status >= 400 && answer.headers['content-type']?.includes('json');
    this.count(`${answer.status} ${(isError && codeOf(answer)) || ''}`);
    if (answer.status !== 200 || request === undefined) return;
    this.route(request.fleet, request.spec).served += 1;
    if (String(answer.headers['content-type']).includes('json') && answer.body.length > 0) {
      target.values.learn(JSON.parse(answer.body.toString()));
    }
  }

  private found(what: string, bytes: Buffer): void {
    const { findings, trouble, seed } = this.target;
    const sent = JSON.stringify(bytes.toString('latin1').slice(0, 3_000));
    findings.push(
      `seed ${seed}, request ${this.tally.sent}, stores ${trouble.mood}, level ${this.tally.level}: ${sent} ${what}`,
    );
  }

  private count(what: string): void {
    const { answers } = this.tally;
    answers.set(what, (answers.get(what) ?? 0) + 1);
  }

  private route({ name }: FuzzFleet, { id }: RouteSpec): { sent: number; served: number } {
    return this.tally.routes.get(`${name} ${id}`) as { sent: number; served: number };
  }

  private connection(fleet: FuzzFleet): RawConnection {
    const known = this.kept.get(fleet.port);
    if (known !== undefined && !known.isClosed) return known;
    const made = new RawConnection(fleet.port);
    this.kept.set(fleet.port, made);
    return made;
  }

  private drop(fleet: FuzzFleet): void {
    this.kept.get(fleet.port)?.close();
    this.kept.delete(fleet.port);
  }
}
