import type { Outcome, RequestSample } from '../../drill/measurement';
import type { AddressBook } from '../address-book';
import { type ChannelTokens, citizen } from '../callers/channel-tokens';
import type { Clock } from '../clock';
import type { CachingResolver } from './caching-resolver';
import type { HttpsAnswer, HttpsClient } from './https-client';
import type { SyntheticPerson } from './people';
import { pickByShare, type Random } from './random';

/**
 * Wall seconds a phone waits for its code before the person at the gate gives up. The clock is
 * accelerated, but what a phone waits for is work of this machine, which is not.
 */
export const PHONE_TIMEOUT_SEC = 10;

/** What the phones have in common. */
export interface PhonesOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Name that phones look up, such as `code.<zone>`. */
  readonly name: string;
  readonly channels: readonly { readonly name: string; readonly share: number }[];
  readonly people: readonly SyntheticPerson[];
  readonly resolvers: readonly CachingResolver[];
  readonly addressBook: AddressBook;
  readonly https: Pick<HttpsClient, 'send'>;
  /** Proves to the service who holds the phone. */
  readonly tokens: Pick<ChannelTokens, 'tokenOf'>;
}

/** The crowd: each arrival is one person who opens the code once and does not try again. */
export class Phones {
  /** Every request that has been answered or given up. */
  readonly samples: RequestSample[] = [];
  /** Wall milliseconds from due time to answer, of served requests. */
  readonly latenciesMs: number[] = [];
  /** Wall milliseconds by which each arrival was sent too late: how far this machine lags behind. */
  readonly latenessMs: number[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly options: PhonesOptions) {}

  /** One person opens the code; returns at once. */
  arrive(dueMs: number): void {
    const request = this.showCode(dueMs).finally(() => this.underWay.delete(request));
    this.underWay.add(request);
  }

  /** Waits until every request has been answered or given up. */
  async settle(): Promise<void> {
    await Promise.all(this.underWay);
  }

  private async showCode(dueMs: number): Promise<void> {
    const { channels, people, resolvers, random, clock } = this.options;
    const channel = pickByShare(channels, random).name;
    const person = pick(people, random);
    const resolver = pick(resolvers, random);
    let region: string | undefined;
    let outcome: Outcome = 'lost';
    this.latenessMs.push((clock.now() - dueMs) / clock.rate);
    let sentAtMs = clock.now();
    try {
      const address = pick(await resolver.resolve(this.options.name), random);
      sentAtMs = clock.now();
      region = this.options.addressBook.regionOf(address);
      outcome = outcomeOf(await this.send(address, channel, person));
    } catch {
      // No address, connection refused, reset or too slow: the code did not open.
      outcome = 'lost';
    }
    const endedAtMs = clock.now();
    this.samples.push({ sentAtMs, endedAtMs, channel, region, outcome });
    if (outcome === 'served') this.latenciesMs.push((endedAtMs - dueMs) / clock.rate);
  }

  private async send(
    publicAddress: string,
    channel: string,
    person: SyntheticPerson,
  ): Promise<HttpsAnswer> {
    const address = this.options.addressBook.locate(publicAddress);
    if (address === undefined) throw new RangeError(`nothing listens at ${publicAddress}`);
    const token = this.options.tokens.tokenOf(channel, citizen(person));
    return this.options.https.send({
      address,
      name: this.options.name,
      method: 'POST',
      path: `/channels/${channel}/code`,
      headers: { authorization: `Bearer ${token}` },
      timeoutMs: PHONE_TIMEOUT_SEC * 1000,
    });
  }
}

/** A refusal tells when to come back; any other answer than a code is a loss. */
function outcomeOf({ status, retryAfter }: HttpsAnswer): Outcome {
  if (status === 200) return 'served';
  return (status === 429 || status === 503) && retryAfter ? 'refused' : 'lost';
}

function pick<T>(entries: readonly T[], random: Random): T {
  const entry = entries[Math.floor(random() * entries.length)];
  if (entry === undefined) throw new RangeError('nothing to pick from');
  return entry;
}
