/** How many requests may be made, and how fast that right comes back. */
export interface TokenBucketOptions {
  /** Requests at once at most. */
  readonly burst: number;
  /** One more may be made after each of these. */
  readonly refillMs: number;
  readonly now: () => number;
}

/** A budget of requests: in any span of `t` ms at most `burst + t / refillMs` are taken from it. */
export class TokenBucket {
  private tokens: number;
  private atMs: number;

  constructor(private readonly options: TokenBucketOptions) {
    this.tokens = options.burst;
    this.atMs = options.now();
  }

  /** Takes one when there is one. */
  tryTake(): boolean {
    this.refill();
    if (this.tokens < 1) return false;
    this.tokens -= 1;
    return true;
  }

  /** How long until `tryTake` succeeds, ms. */
  get waitMs(): number {
    this.refill();
    return this.tokens >= 1 ? 0 : Math.ceil((1 - this.tokens) * this.options.refillMs);
  }

  private refill(): void {
    const { burst, refillMs, now } = this.options;
    const nowMs = now();
    // A phone's clock may be set back; that must neither give nor take.
    const passedMs = Math.max(0, nowMs - this.atMs);
    this.tokens = Math.min(burst, this.tokens + passedMs / refillMs);
    this.atMs = nowMs;
  }
}
