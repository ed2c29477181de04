import type { IQueueDelay } from './admission';

/** What a `TurnDelay` needs. */
export interface TurnDelayOptions {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Calls back when everything that was ready in this turn has been handled: `setImmediate`. */
  readonly atTurnEnd: (callback: () => void) => void;
}

/** A turn that began later than this after the last had nothing waiting from it. */
export const IDLE_GAP_MS = 1;

/**
 * How long a request that is read now has waited for the one thread. Node handles in one turn of
 * its loop everything that was ready at its start: what arrives meanwhile waits in the kernel, unseen,
 * for half of the turn on average, and then for what is handled before it in its own turn.
 *
 * Nothing runs while nothing is asked: the end of a turn is awaited only after `touch`.
 */
export class TurnDelay implements IQueueDelay {
  private beganMs: number | undefined;
  private waitedMs = 0;
  private lastMs = 0;
  private lastEndMs = Number.NEGATIVE_INFINITY;
  private readonly atEnd: (() => void)[] = [];
  private readonly end = () => this.endTurn();

  constructor(private readonly options: TurnDelayOptions) {}

  get ms(): number {
    return this.beganMs === undefined ? 0 : this.waitedMs + this.options.now() - this.beganMs;
  }

  /** Tells that something is done in this turn. */
  touch(): void {
    if (this.beganMs !== undefined) return;
    const nowMs = this.options.now();
    this.beganMs = nowMs;
    this.waitedMs = nowMs - this.lastEndMs <= IDLE_GAP_MS ? this.lastMs / 2 : 0;
    this.options.atTurnEnd(this.end);
  }

  /** Calls back when the turn is over. */
  afterTurn(callback: () => void): void {
    this.atEnd.push(callback);
    this.touch();
  }

  private endTurn(): void {
    const nowMs = this.options.now();
    this.lastMs = nowMs - (this.beganMs ?? nowMs);
    this.lastEndMs = nowMs;
    this.beganMs = undefined;
    for (const callback of this.atEnd.splice(0)) callback();
  }
}
