import type { IClock } from '../clock';
import type { IRevocations } from '../credential/revocations';
import type { IRunning } from '../running';

/** How often a revocation is tried: with the pauses below over half a minute. */
export const REVOCATION_ATTEMPTS = 5;

/** Before the second attempt; doubled for each one after it: 1 + 2 + 4 + 8 = 15 s, or twice that. */
export const REVOCATION_PAUSE_SECONDS = 1;

/** People whose revocation waits: a fact that turned them red is stored, so no more is lost. */
export const REVOCATIONS_WAITING = 10_000;

/** Revocations under way at once: as many calls as one batch of records. */
export const REVOCATIONS_AT_ONCE = 16;

/** What `RedTurns` needs. */
export interface RedTurnsOptions {
  readonly revocations: IRevocations;
  readonly clock: IClock;
  readonly random: () => number;
  readonly onFailure: (error: unknown) => void;
}

interface Turn {
  readonly personKey: string;
  readonly atMs: number;
  readonly attempt: number;
}

/**
 * Makes the credentials invalid of people who turned red. Nobody waits for it: the fact is stored, and
 * whoever looks online sees it; a revocation that fails is told and tried again a few times.
 */
export class RedTurns implements IRunning {
  readonly ready = Promise.resolve();
  private readonly queue: Turn[] = [];
  private underWay = 0;
  private pausing = 0;
  private isStopped = false;

  constructor(private readonly options: RedTurnsOptions) {}

  start(): void {
    this.isStopped = false;
  }

  /** Begins nothing more. */
  stop(): void {
    this.isStopped = true;
  }

  /** Revokes what somebody was issued until now. */
  add(personKey: string): void {
    this.enqueue({ personKey, atMs: this.options.clock.now(), attempt: 1 });
  }

  private enqueue(turn: Turn): void {
    if (this.queue.length + this.pausing >= REVOCATIONS_WAITING) {
      this.options.onFailure(new Error('too many revocations wait; one was dropped'));
      return;
    }
    this.queue.push(turn);
    this.work();
  }

  private work(): void {
    while (!this.isStopped && this.underWay < REVOCATIONS_AT_ONCE) {
      const turn = this.queue.shift();
      if (turn === undefined) return;
      this.underWay += 1;
      void this.revoke(turn).finally(() => {
        this.underWay -= 1;
        this.work();
      });
    }
  }

  private async revoke(turn: Turn): Promise<void> {
    try {
      await this.options.revocations.revoke(turn.personKey, turn.atMs);
    } catch (error) {
      this.options.onFailure(error);
      if (turn.attempt < REVOCATION_ATTEMPTS) this.later(turn);
    }
  }

  private later(turn: Turn): void {
    const { clock, random } = this.options;
    const pause = REVOCATION_PAUSE_SECONDS * 2 ** (turn.attempt - 1) * (1 + random());
    this.pausing += 1;
    clock.after(pause, () => {
      this.pausing -= 1;
      this.enqueue({ ...turn, attempt: turn.attempt + 1 });
    });
  }
}
