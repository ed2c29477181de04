/** Rates and uses are means over about this long: requests come in bursts, and a burst is no flood. */
export const MEAN_MS = 1_000;

/** A channel that asked for nothing for this long is asleep: nobody has to stand back for it. */
export const ASLEEP_MS = 5_000;

/** A channel that asks for more than this multiple of its fair share has more than chance to thank for. */
export const FLOOD_RATIO = 1.2;

/**
 * From this multiple on it floods whatever the others ask. Below, it must also ask for more than its fair
 * share of what all ask: behind a flood that is held back all get less together than could be done, and
 * whoever asks for what is his would seem to ask for more.
 */
export const SURE_FLOOD_RATIO = 2;

/** A flooding channel that gets less than this part of its fair share need not stand back. */
export const FLOOD_FLOOR = 0.8;

/** A burst of a flooding channel may be this many times its fair share, and as many more. */
export const BURST = 1;

/**
 * How long less important requests of a channel stand back after a more important one was turned
 * away: about as long as it takes ten places to become free, so that it finds one when it asks again.
 */
export const PRECEDENCE_MS = 100;

/** A channel as it is configured. */
export interface ChannelShare {
  readonly name: string;
  /** Its part of the limit against those of the others. @default 1 */
  readonly weight?: number;
}

/** One channel: what it asks for and gets, what it has under way, what of it was turned away. */
export class Partition {
  inFlight = 0;
  /** Weighted by recency; in equal parts of a second, so that only ratios count. */
  private asks = 0;
  private gets = 0;
  private mean = 0;
  private updatedMs: number;
  private askedAtMs = Number.NEGATIVE_INFINITY;
  /** Rank of the most important request that was turned away of late, and until when that counts. */
  private refusedRank = 0;
  private refusedUntilMs = Number.NEGATIVE_INFINITY;
  private refusedForShare = false;

  constructor(
    readonly weight: number,
    nowMs: number,
  ) {
    this.updatedMs = nowMs;
  }

  /** Tells that the channel asks for something. */
  ask(nowMs: number): void {
    this.update(nowMs);
    this.asks += 1;
    this.askedAtMs = nowMs;
  }

  /** Tells that it gets a place. */
  take(nowMs: number): void {
    this.update(nowMs);
    this.gets += 1;
    this.inFlight += 1;
  }

  /** Tells that it gives one back. */
  give(nowMs: number): void {
    this.update(nowMs);
    this.inFlight -= 1;
  }

  /** What it asked for and got of late, and has under way on average. */
  recent(nowMs: number): { readonly asks: number; readonly gets: number; readonly use: number } {
    this.update(nowMs);
    return { asks: this.asks, gets: this.gets, use: this.mean };
  }

  private update(nowMs: number): void {
    if (nowMs <= this.updatedMs) return;
    const kept = Math.exp((this.updatedMs - nowMs) / MEAN_MS);
    this.asks *= kept;
    this.gets *= kept;
    this.mean = this.mean * kept + this.inFlight * (1 - kept);
    this.updatedMs = nowMs;
  }

  /** Whether it asked for something of late. */
  isAwake(nowMs: number): boolean {
    return nowMs - this.askedAtMs < ASLEEP_MS;
  }

  /**
   * Tells that a request of this rank was turned away, 0 being the most important, and whether that was
   * for taking more than its share.
   */
  refuse(rank: number, nowMs: number, forShare: boolean): void {
    if (rank > this.refusedRank && nowMs < this.refusedUntilMs) return;
    this.refusedRank = rank;
    this.refusedUntilMs = nowMs + PRECEDENCE_MS;
    this.refusedForShare = forShare;
  }

  /** Whether what stands back does so behind something that exceeded the share. */
  get standsBackForShare(): boolean {
    return this.refusedForShare;
  }

  /** Whether something more important was turned away of late. */
  mustStandBack(rank: number, nowMs: number): boolean {
    return rank > this.refusedRank && nowMs < this.refusedUntilMs;
  }
}

/** Channels with their shares of a limit. */
export class Partitions {
  private readonly named = new Map<string, Partition>();
  /** For requests of no channel, or of none that was configured. */
  private readonly others: Partition;
  private readonly all: readonly Partition[];

  constructor(channels: readonly ChannelShare[], nowMs: number) {
    for (const { name, weight = 1 } of channels) this.named.set(name, new Partition(weight, nowMs));
    this.others = new Partition(1, nowMs);
    this.all = [...this.named.values(), this.others];
  }

  /** The partition of a channel. */
  of(channel: string | undefined): Partition {
    return (channel === undefined ? undefined : this.named.get(channel)) ?? this.others;
  }

  /**
   * Whether a channel must stand back: it asks for clearly more than its fair share of what all that
   * are awake get together, it gets that share, and another is content with its own.
   */
  mustMakeRoom(one: Partition, nowMs: number): boolean {
    const awake = this.all.filter((other) => other.isAwake(nowMs));
    let asks = 0;
    let gets = 0;
    let use = 0;
    let weight = 0;
    for (const other of awake) {
      const recent = other.recent(nowMs);
      asks += recent.asks;
      gets += recent.gets;
      use += recent.use;
      weight += other.weight;
    }
    const most = Math.min(FLOOD_RATIO * asks, SURE_FLOOD_RATIO * gets) / weight;
    const floods = (other: Partition) => other.recent(nowMs).asks > most * other.weight;
    if (!floods(one) || awake.every(floods)) return false;
    const fair = (use * one.weight) / weight;
    return one.recent(nowMs).use >= FLOOD_FLOOR * fair || one.inFlight >= BURST * (fair + 1);
  }
}
