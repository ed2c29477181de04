import { AdaptiveLimit } from './adaptive-limit';
import type {
  AdmissionRequest,
  AdmissionState,
  IAdmission,
  IQueueDelay,
  Refusal,
  RefusalReason,
  SampleOutcome,
  Ticket,
} from './admission';
import { LEAN_MIN, type LimitOptions } from './limit-options';
import { type ChannelShare, type Partition, Partitions } from './partitions';
import { CEILINGS, PRIORITIES, type Priority } from './priority';

/**
 * The most important request is refused when it waited this long before the thread came to it: two
 * such waits, the one before and the one behind it, stay below the 100 ms that a person notices.
 */
export const DELAY_BUDGET_MS = 40;

/**
 * A channel above its share waits less while others are below theirs: an eighth, so that who floods
 * cannot make a turn long.
 */
export const BORROWER_DELAY_MS = DELAY_BUDGET_MS / 8;

/**
 * Waits are long only when those that were seen over this time all were (CoDel's interval): a pause of the
 * process, for its own rubbish or for a neighbour on its processor, is over before refusing would help
 * anybody. Time in which nobody asked shows nothing, so a single wait is never long.
 */
export const DELAY_INTERVAL_MS = 100;

/** A wait that even the least important request bears: half of its budget. */
const SHORT_DELAY_MS = (DELAY_BUDGET_MS * CEILINGS.rest) / 2;

/** What a `Limiter` needs. */
export interface LimiterOptions {
  /** Those with a share of their own. */
  readonly channels: readonly (string | ChannelShare)[];
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly queueDelay: IQueueDelay;
  readonly limit?: LimitOptions;
}

const RANKS = Object.fromEntries(PRIORITIES.map((priority, rank) => [priority, rank])) as Readonly<
  Record<Priority, number>
>;

const REFUSALS: Readonly<Record<RefusalReason, Refusal>> = {
  limit: { admitted: false, reason: 'limit' },
  share: { admitted: false, reason: 'share' },
  precedence: { admitted: false, reason: 'precedence' },
  delay: { admitted: false, reason: 'delay' },
};

/**
 * Admits as many requests as can be worked on without a queue, the important ones first and every
 * channel up to its share; the theory is in `admission.md`.
 */
export class Limiter implements IAdmission {
  private readonly limit: AdaptiveLimit;
  private readonly partitions: Partitions;
  private inFlight = 0;
  /** Since when every wait that was seen was long. */
  private longSinceMs: number | undefined;
  private seenAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: LimiterOptions) {
    const { now, random } = options;
    const channels = options.channels.map((one) => (typeof one === 'string' ? { name: one } : one));
    this.partitions = new Partitions(channels, now());
    const classes = PRIORITIES.length;
    this.limit = new AdaptiveLimit({ classes, now, random }, options.limit);
  }

  get state(): AdmissionState {
    return { limit: this.limit.limit, inFlight: this.inFlight };
  }

  admit({ priority, channel }: AdmissionRequest): Ticket | Refusal {
    const partition = this.partitions.of(channel);
    const nowMs = this.options.now();
    partition.ask(nowMs);
    const rank = RANKS[priority];
    if (partition.mustStandBack(rank, nowMs)) {
      return partition.standsBackForShare ? REFUSALS.share : REFUSALS.precedence;
    }
    const refused = this.refusalFor(partition, CEILINGS[priority], nowMs);
    if (refused !== undefined) {
      partition.refuse(rank, nowMs, refused === 'share');
      return REFUSALS[refused];
    }
    partition.take(nowMs);
    this.inFlight += 1;
    this.limit.observeInFlight(this.inFlight);
    return new LimiterTicket(this, partition, rank, this.limit.mark);
  }

  /** For tickets only. */
  finish(ticket: LimiterTicket, ms: number, outcome: SampleOutcome): void {
    ticket.partition.give(this.options.now());
    this.inFlight -= 1;
    if (outcome === 'served') this.limit.sample(ticket.rank, ms, ticket.mark);
    else if (outcome === 'dropped') this.limit.sampleDropped(ticket.rank, ms, ticket.mark);
    else this.limit.tick();
  }

  private refusalFor(
    partition: Partition,
    ceiling: number,
    nowMs: number,
  ): RefusalReason | undefined {
    const { partitions, inFlight } = this;
    const { limit, leanLimit, isStrained } = this.limit;
    const delayMs = this.standingDelay(nowMs);
    // With next to nothing under way, whoever makes the thread late is not asked for here: another
    // process on the same machine, say. To refuse would take nothing off it.
    const isLate = inFlight >= LEAN_MIN * ceiling;
    if (isLate && delayMs > DELAY_BUDGET_MS * ceiling) return 'delay';
    if (inFlight >= limit * ceiling) return 'limit';
    const free = isStrained ? leanLimit : limit;
    // What is seen with next to nothing under way is not the queue of a flood.
    const isDelayed = delayMs > BORROWER_DELAY_MS && inFlight >= LEAN_MIN;
    if (inFlight < free * ceiling && !isDelayed) return undefined;
    return partitions.mustMakeRoom(partition, nowMs) ? 'share' : undefined;
  }

  private standingDelay(nowMs: number): number {
    const delayMs = this.options.queueDelay.ms;
    if (delayMs <= SHORT_DELAY_MS) {
      this.longSinceMs = undefined;
      return delayMs;
    }
    if (nowMs - this.seenAtMs > DELAY_INTERVAL_MS) this.longSinceMs = nowMs;
    this.longSinceMs ??= nowMs;
    this.seenAtMs = nowMs;
    return nowMs - this.longSinceMs < DELAY_INTERVAL_MS ? SHORT_DELAY_MS : delayMs;
  }
}

class LimiterTicket implements Ticket {
  readonly admitted = true;
  private held = true;

  constructor(
    private readonly limiter: Limiter,
    readonly partition: Partition,
    readonly rank: number,
    readonly mark: number,
  ) {}

  release(ms: number, outcome: SampleOutcome): void {
    if (!this.held) return;
    this.held = false;
    this.limiter.finish(this, ms, outcome);
  }
}
