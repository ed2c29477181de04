import { type KnownRegion, readRegions } from './known-regions';
import { type Place, RegionChoice, type RegionWord } from './region-choice';
import { RegionRace } from './region-race';
import { TokenBucket } from './token-bucket';

/**
 * How long a region has before another is asked beside it. A slow phone on 4G needs 4 round trips of
 * 150 ms for a new connection, name and TLS included, and 5 times the 50 ms in which a region answers:
 * 0.85 s. Twice that is little over 1.5 s; three regions in turn take 4.5 s, below the 5 s in which a
 * citizen has a fresh code.
 */
export const ANSWER_BOUND_MS = 1_500;

/** How long all places together have; an answer on its way may still come in the meantime. */
export const GIVE_UP_MS = 8_000;

/** Most by which asking another region is put off, so that the phones of a dead region do not ask in step. */
export const SPREAD_MS = 400;

/** Tries in other regions at once: with them three regions are asked, and two may be dead. */
export const OTHER_TRIES_BURST = 2;

/** Tries in other regions over time: one in 10 s. */
export const OTHER_TRIES_REFILL_MS = 10_000;

/** What of a response is looked at; that of `fetch` fits. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  json(): Promise<unknown>;
}

/** A request to whichever region answers. */
export interface RegionRequest {
  readonly method: 'GET' | 'POST';
  /** Path with query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What came back: an answer of a region, whatever it says, or nothing within the time. */
export type RegionReply =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly region: string;
      readonly body: unknown;
      readonly header: (name: string) => string | undefined;
    }
  | { readonly kind: 'no-answer' };

/** Asks one address. */
export type Ask = (
  address: string,
  request: RegionRequest,
  signal: AbortSignal,
) => Promise<RawAnswer>;

/** What `RegionClient` needs. */
export interface RegionClientOptions {
  readonly ask: Ask;
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Calls back once; the returned function cancels. */
  readonly after: (ms: number, callback: () => void) => () => void;
  /** Regions known from before. */
  readonly known: readonly KnownRegion[];
  /** Hears of all known regions after every answer. */
  readonly onRegions: (known: readonly KnownRegion[]) => void;
}

type Answer = Extract<RegionReply, { kind: 'answer' }>;

/**
 * Asks the page's own name first and another region when that gives no answer within
 * `ANSWER_BOUND_MS`, or says that it is evacuated. A refusal is an answer: it never changes the
 * region, or the overload of one would become that of all. Other regions are asked out of a budget.
 */
export class RegionClient {
  private readonly choice: RegionChoice;
  private readonly others: TokenBucket;

  constructor(private readonly options: RegionClientOptions) {
    this.choice = new RegionChoice(options);
    const { now } = options;
    this.others = new TokenBucket({
      burst: OTHER_TRIES_BURST,
      refillMs: OTHER_TRIES_REFILL_MS,
      now,
    });
  }

  /** Asks until one answers; never throws. */
  ask(request: RegionRequest): Promise<RegionReply> {
    return this.askAmong(request, this.choice.places());
  }

  /** Asks the first place alone: for what matters less than the code. */
  askOnce(request: RegionRequest): Promise<RegionReply> {
    return this.askAmong(request, this.choice.places().slice(0, 1));
  }

  private async askAmong(request: RegionRequest, places: readonly Place[]): Promise<RegionReply> {
    const { after, random } = this.options;
    const abort = new AbortController();
    const race = new RegionRace<Answer>({
      places,
      ask: (place) => this.tryPlace(place, request, abort.signal),
      isFinal: (answer) => !isLeaving(answer),
      mayWiden: () => this.others.tryTake(),
      boundMs: ANSWER_BOUND_MS,
      spreadMs: () => random() * SPREAD_MS,
      after,
    });
    const cancel = after(GIVE_UP_MS, () => race.stop());
    const answer = await race.run();
    cancel();
    abort.abort();
    return answer ?? { kind: 'no-answer' };
  }

  private async tryPlace(
    place: Place,
    request: RegionRequest,
    signal: AbortSignal,
  ): Promise<Answer | undefined> {
    const base = place.region === undefined ? '' : `https://${place.region.origin}`;
    try {
      const raw = await this.options.ask(base + request.path, request, signal);
      const answer = await readAnswer(raw);
      if (answer !== undefined) this.learn(place, answer);
      else this.choice.failed(place);
      return answer;
    } catch {
      // Cut off because another answered: that says nothing against this one but that it is slow.
      this.choice.failed(place);
      return undefined;
    }
  }

  private learn(place: Place, answer: Answer): void {
    if (answer.region === '') return;
    const word: RegionWord = {
      region: answer.region,
      evacuated: isEvacuated(answer),
      regions: readRegions(answer.header('x-kapok-regions')),
    };
    this.choice.answered(place, word);
    this.options.onRegions(this.choice.known);
  }
}

/**
 * Only the application names its region: what a load balancer without instances, a portal of a hotel
 * or a broken proxy says is no answer.
 */
async function readAnswer(raw: RawAnswer): Promise<Answer | undefined> {
  const header = (name: string) => raw.headers.get(name) ?? undefined;
  const region = header('x-kapok-region');
  // The firewall in front of a region refuses in its own name; that is a refusal all the same.
  const isFirewall = raw.status === 403 || raw.status === 429;
  if (region === undefined && !isFirewall) return undefined;
  const body = await raw.json().catch((error: unknown) => {
    if (raw.status === 200) throw error;
    return undefined;
  });
  return { kind: 'answer', status: raw.status, region: region ?? '', body, header };
}

function isEvacuated({ header }: Answer): boolean {
  return header('x-kapok-standing') === 'evacuated';
}

/** Refused by a region that sends everybody elsewhere. */
function isLeaving(answer: Answer): boolean {
  return isEvacuated(answer) && answer.status >= 429;
}
