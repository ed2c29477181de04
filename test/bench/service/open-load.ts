import type { LoadPeople } from './load-people';
import type { LoadReport, OpenLoad, Stream } from './load-protocol';
import { StreamTally } from './stream-tally';
import { UNANSWERED, type WireAnswer, WireConnection } from './wire-connection';

/** How often arrivals of the past moment are sent. */
const TICK_MS = 2;

/** After the last arrival, for whoever still waits. */
const PATIENCE_SEC = 10;

/** Before the first arrival, for the connections to be accepted. */
const SETTLING_MS = 1_000;

/**
 * Connections in all: a machine has 28,000 ports to call from, and a process may often open no more than
 * 20,000 files. Who finds none is not answered.
 */
const MOST_CONNECTIONS = 10_000;

/** Somebody who wants something. */
interface Wish {
  readonly stream: Stream;
  readonly tally: StreamTally;
  readonly request: Buffer;
  /** In which it came. */
  readonly second: number;
}

interface Source {
  readonly stream: Stream;
  readonly tally: StreamTally;
  dueSec: number;
  nth: number;
}

/** Poisson arrivals that wait for nobody. */
export function openLoad(load: OpenLoad, people: LoadPeople): Promise<LoadReport> {
  return new Crowd(load, people).run();
}

class Crowd {
  private readonly idle: WireConnection[] = [];
  private readonly all: WireConnection[] = [];
  private readonly sources: Source[];
  private readonly everything = new StreamTally('everything');
  private began = 0;
  private underWay = 0;

  constructor(
    private readonly load: OpenLoad,
    private readonly people: LoadPeople,
  ) {
    const share = Math.floor(people.count / load.streams.length);
    this.sources = load.streams.map((stream, at) => ({
      stream,
      tally: new StreamTally(stream.name),
      dueSec: stream.fromSec ?? 0,
      // Streams of a channel have that channel's people to themselves.
      nth: load.from + (stream.channel === undefined ? at * share : 0),
    }));
    while (this.all.length < load.connections) this.idle.push(this.connect());
  }

  async run(): Promise<LoadReport> {
    const { load } = this;
    // A load balancer's connections stand; a thread accepts one in a turn of its loop (libuv 1.46).
    for (const connection of this.idle) connection.warm();
    await new Promise((resolve) => setTimeout(resolve, SETTLING_MS));
    this.began = performance.now();
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setInterval(() => {
        const elapsed = this.elapsedSec();
        if (elapsed < load.seconds) this.sendDue(elapsed);
        else if (this.underWay === 0 || elapsed >= load.seconds + PATIENCE_SEC) resolve();
      }, TICK_MS);
    });
    clearInterval(timer);
    const seconds = this.elapsedSec();
    const tallies = this.sources.map(({ tally }) => tally.report());
    for (const connection of this.all) connection.close();
    return { type: 'report', seconds, tallies, p99Ms: this.everything.report().p99Ms };
  }

  private elapsedSec(): number {
    return (performance.now() - this.began) / 1000;
  }

  private sendDue(elapsed: number): void {
    for (const source of this.sources) {
      const { stream, tally } = source;
      const untilSec = stream.untilSec ?? Infinity;
      while (source.dueSec <= elapsed && source.dueSec < untilSec) {
        const second = Math.floor(source.dueSec);
        // Exponential gaps: Poisson arrivals.
        source.dueSec -= Math.log(1 - Math.random()) / stream.ratePerSecond;
        const person = this.people.personOf(source.nth++, stream.channel);
        const request = this.people.requestOf(person, stream.question);
        this.underWay += 1;
        tally.arrive(second);
        this.attempt({ stream, tally, request, second }, 1);
      }
    }
  }

  private attempt(wish: Wish, tries: number): void {
    const { tally, request, second } = wish;
    const connection = this.idle.pop() ?? this.tryConnect();
    tally.attempt();
    const done = (answer: WireAnswer) => {
      tally.answer(answer, second);
      this.everything.answer(answer, second);
      if (answer.status === 200 || tries >= this.load.attempts) this.underWay -= 1;
      else setTimeout(() => this.attempt(wish, tries + 1), this.load.retryMs);
    };
    if (connection === undefined) done(UNANSWERED);
    else {
      connection.send(request, (answer) => {
        this.idle.push(connection);
        done(answer);
      });
    }
  }

  private tryConnect(): WireConnection | undefined {
    return this.all.length < MOST_CONNECTIONS ? this.connect() : undefined;
  }

  private connect(): WireConnection {
    const connection = new WireConnection(this.load.port, this.load.timeoutMs);
    this.all.push(connection);
    return connection;
  }
}
