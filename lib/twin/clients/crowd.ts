import type { RequestSample } from '../../drill/measurement';
import type { Clock } from '../clock';
import type { Twin } from '../twin';
import { CachingResolver } from './caching-resolver';
import { OpenLoop } from './open-loop';
import type { SyntheticPerson } from './people';
import { Phones } from './phones';
import type { Random } from './random';

/** Resolvers that phones share; enough that the end of each one's TTL moves few users. */
export const RESOLVERS = 300;

/** What the crowd asks for and how often. */
export interface CrowdOptions {
  readonly twin: Pick<Twin, 'dnsPort' | 'addressBook' | 'https' | 'callers'>;
  readonly clock: Clock;
  readonly random: Random;
  /** Name that phones look up. */
  readonly name: string;
  readonly channels: readonly { readonly name: string; readonly share: number }[];
  readonly people: readonly SyntheticPerson[];
  /** Requests per twin second at a twin time. */
  readonly ratePerSecondAt: (twinMs: number) => number;
}

/** Everybody who opens the code: open-loop arrivals on phones behind shared resolvers. */
export class Crowd {
  private readonly resolvers: readonly CachingResolver[];
  private readonly phones: Phones;
  private readonly arrivals: OpenLoop;

  constructor(options: CrowdOptions) {
    const { twin, clock, random } = options;
    this.resolvers = Array.from(
      { length: RESOLVERS },
      () => new CachingResolver(clock, twin.dnsPort),
    );
    this.phones = new Phones({
      ...options,
      resolvers: this.resolvers,
      addressBook: twin.addressBook,
      https: twin.https,
      tokens: twin.callers.tokens,
    });
    this.arrivals = new OpenLoop(clock, random, {
      ratePerSecondAt: options.ratePerSecondAt,
      onArrival: (dueMs) => this.phones.arrive(dueMs),
    });
  }

  /** Requests answered or given up so far. */
  get samples(): readonly RequestSample[] {
    return this.phones.samples;
  }

  /** Wall milliseconds from due time to answer, of served requests. */
  get latenciesMs(): readonly number[] {
    return this.phones.latenciesMs;
  }

  /** Wall milliseconds by which each arrival was sent too late. */
  get latenessMs(): readonly number[] {
    return this.phones.latenessMs;
  }

  /** Starts arrivals. */
  start(): void {
    this.arrivals.start();
  }

  /** Ends arrivals and waits until every request has been answered or given up. */
  async stop(): Promise<void> {
    this.arrivals.stop();
    await this.phones.settle();
    for (const resolver of this.resolvers) resolver.close();
  }
}
