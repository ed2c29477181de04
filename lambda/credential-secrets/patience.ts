import { setTimeout as pause } from 'node:timers/promises';
import { AccessDeniedError } from '../adapters/secrets-manager';

/**
 * How long a refusal may pass: an alias counts in IAM conditions up to 5 minutes after the key got it,
 * which on a first deployment is moments ago; 1 minute of margin.
 */
export const ACCESS_PATIENCE_MS = (5 + 1) * 60_000;

/** From the last refusal to the copies in all regions, which usually take seconds. */
export const COPIES_PATIENCE_MS = 2 * 60_000;

/**
 * Between two attempts at what was refused or failed: 8 minutes hold 32, each at most one version of
 * a secret that can have 100.
 */
export const RETRY_PAUSE_MS = 15_000;

/** Between two looks at copies that are on their way. */
export const LOOK_PAUSE_MS = 500;

/** Time as a function sees it. */
export interface FunctionClock {
  /** Only ever grows; for what takes how long. */
  nowMs(): number;
  /** Milliseconds since the epoch; for what others read. */
  wallMs(): number;
  sleep(ms: number): Promise<void>;
}

/** The clock of the machine. */
export const SYSTEM_CLOCK: FunctionClock = {
  nowMs: () => performance.now(),
  wallMs: Date.now,
  sleep: async (ms) => {
    await pause(ms);
  },
};

/** The time one request has; all its waits end by the same two moments, whatever took how long. */
export class Patience {
  private readonly accessUntilMs: number;
  private readonly copiesUntilMs: number;

  constructor(private readonly clock: FunctionClock) {
    this.accessUntilMs = clock.nowMs() + ACCESS_PATIENCE_MS;
    this.copiesUntilMs = this.accessUntilMs + COPIES_PATIENCE_MS;
  }

  /** Whether copies may still be waited for. */
  get waitsForCopies(): boolean {
    return this.clock.nowMs() < this.copiesUntilMs;
  }

  /** Calls again while access is denied, and in the end fails with the denial. */
  async whileDenied<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        if (!(error instanceof AccessDeniedError)) throw error;
        if (this.clock.nowMs() >= this.accessUntilMs) throw error;
      }
      await this.clock.sleep(RETRY_PAUSE_MS);
    }
  }

  sleep(ms: number): Promise<void> {
    return this.clock.sleep(ms);
  }
}
