import type { IClock } from '../clock';
import type { Fact } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import { StoreUnavailableError } from '../store/store-error';
import { StoreHealth } from '../store/store-health';

/**
 * Longest that a code waits for the store, wall clock: both tries of a read and the pause between
 * them take 2 x 350 + 50 = 750 ms. Of the 3 s that a person at a gate has for all of it, that leaves
 * time to ask another region; without it the worst case were 6 s.
 */
export const READ_DEADLINE_MS = 800;

/** From this share of failed reads on, the store is in trouble. */
export const TROUBLE_SHARE = 0.5;

/** Fewer reads say nothing about a share. */
export const TROUBLE_READS = 10;

/**
 * Reads under way while the store is in trouble: enough to see that it is back (at 5 ms each, 16 read
 * for 3,200 people a second), few enough that nobody else waits for what will not come.
 */
export const READS_IN_TROUBLE = 16;

/** Calls back after wall-clock milliseconds; the returned function cancels it. */
export type WallTimer = (ms: number, callback: () => void) => () => void;

/** The wall clock's own. */
export const realTimer: WallTimer = (ms, callback) => {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
};

/** What a `FactReader` needs. */
export interface FactReaderOptions {
  readonly facts: IFactStore;
  readonly clock: IClock;
  /** Not the service's clock, whose seconds may be shorter: the store lives by the wall clock. */
  readonly wallTimer: WallTimer;
}

/** What was read of a person. */
export interface FactsRead {
  readonly facts: readonly Fact[];
  /** When the read began: all that the store had by then is in it. */
  readonly asOfMs: number;
  /** Whether nothing has changed since, as far as this process knows. */
  readonly isCurrent: () => boolean;
}

interface Flight {
  readonly read: Promise<FactsRead>;
  dropped: boolean;
}

/**
 * Reads people's facts for their codes: what is asked for by several at once is read once, nobody waits
 * beyond a deadline, and a store in trouble is asked by few.
 */
export class FactReader {
  private readonly flights = new Map<string, Flight>();
  private readonly health: StoreHealth;
  private underWay = 0;

  constructor(private readonly options: FactReaderOptions) {
    this.health = new StoreHealth(options.clock);
  }

  /**
   * All facts of a person.
   * @throws StoreUnavailableError
   */
  read(personKey: string): Promise<FactsRead> {
    const flight = this.flights.get(personKey) ?? this.begin(personKey);
    return flight.read;
  }

  /** Whether a read of this person is under way. */
  isReading(personKey: string): boolean {
    return this.flights.has(personKey);
  }

  /** Takes a read that is under way for outdated: who asks from now on is read for anew. */
  drop(personKey: string): void {
    const flight = this.flights.get(personKey);
    if (flight === undefined) return;
    flight.dropped = true;
    this.flights.delete(personKey);
  }

  private begin(personKey: string): Flight {
    const flight: Flight = {
      dropped: false,
      read: this.readOnce(personKey, () => !flight.dropped).finally(() => {
        if (this.flights.get(personKey) === flight) this.flights.delete(personKey);
      }),
    };
    this.flights.set(personKey, flight);
    return flight;
  }

  private async readOnce(personKey: string, isCurrent: () => boolean): Promise<FactsRead> {
    if (this.underWay >= READS_IN_TROUBLE && this.isInTrouble()) {
      throw new StoreUnavailableError(new Error('enough reads wait for a store in trouble'));
    }
    const asOfMs = this.options.clock.now();
    const startMs = performance.now();
    try {
      const facts = await this.beforeDeadline(this.ask(personKey));
      this.health.record(true, performance.now() - startMs);
      return { facts, asOfMs, isCurrent };
    } catch (error) {
      this.health.record(false, performance.now() - startMs);
      throw error;
    }
  }

  /** A read is under way until the store has answered or failed, whoever has stopped waiting. */
  private async ask(personKey: string): Promise<readonly Fact[]> {
    this.underWay += 1;
    try {
      return await this.options.facts.factsOf(personKey);
    } finally {
      this.underWay -= 1;
    }
  }

  private beforeDeadline<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const cancel = this.options.wallTimer(READ_DEADLINE_MS, () =>
        reject(new StoreUnavailableError(new Error(`no answer within ${READ_DEADLINE_MS} ms`))),
      );
      work.finally(cancel).then(resolve, reject);
    });
  }

  private isInTrouble(): boolean {
    const { failureShare, calls } = this.health.read();
    return calls >= TROUBLE_READS && failureShare >= TROUBLE_SHARE;
  }
}
