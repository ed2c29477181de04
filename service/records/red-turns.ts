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

/**
 * When somebody is revoked again, counted from the turn. A region that does not have the fact yet goes on
 * issuing green, and a revocation holds only for what was issued up to its second. Global tables
 * replicate within a second as a rule (5 s: and a read that was under way, 0.8 s); 30 s are a region that
 * limps, and 120 s what an evacuation takes to move its people. What lags longer is revoked by the
 * process that reads the fact at last and holds a copy of another colour.
 */
export const REPEATED_AFTER_SECONDS: readonly number[] = [5, 30, 120];

/** People who wait to be revoked again, 10,000 in 120 s are 83 a second: three times a bad day. */
export const REPEATS_WAITING = 10_000;

/** What `RedTurns` needs. */
export interface RedTurnsOptions {
  readonly revocations: IRevocations;
  readonly clock: IClock;
  readonly random: () => number;
  readonly onFailure: (error: unknown) => void;
  /** Seconds after the turn. @default REPEATED_AFTER_SECONDS */
  readonly repeatedAfter?: readonly number[];
  /** Seconds before the first attempt, doubled at most. @default 0, at once */
  readonly firstAfter?: number;
}

interface Turn {
  readonly personKey: string;
  readonly atMs: number;
  readonly attempt: number;
}

/** What happens to a person or a turn later, unless it is cancelled. */
interface Later {
  readonly cancel: () => void;
  /** What is done in its place when the process ends before. */
  readonly turn: () => Turn;
}

/**
 * Makes the credentials invalid of people who turned red, and again a little later. Nobody waits for it:
 * the fact is stored, and whoever looks online sees it; a revocation that fails is told and tried again a
 * few times. A person who is cleared within two minutes may have a new code revoked, and asks once more.
 */
export class RedTurns implements IRunning {
  readonly ready = Promise.resolve();
  private readonly queue: Turn[] = [];
  private readonly pauses = new Set<Later>();
  private readonly repeats = new Map<string, Later>();
  private underWay = 0;
  private isStopped = false;
  private announceEnd: (() => void) | undefined;

  constructor(private readonly options: RedTurnsOptions) {}

  start(): void {
    this.isStopped = false;
  }

  /** Revokes at once all that waits, also what would be repeated later; settles when that is done. */
  stop(): Promise<void> {
    this.isStopped = true;
    const later = [...this.pauses, ...this.repeats.values()];
    this.pauses.clear();
    this.repeats.clear();
    for (const { cancel, turn } of later) {
      cancel();
      this.queue.push(turn());
    }
    const ended = new Promise<void>((resolve) => {
      this.announceEnd = resolve;
    });
    this.work();
    return ended;
  }

  /** Revokes what somebody was issued until now, or up to another time. */
  add(personKey: string, atMs = this.options.clock.now()): void {
    const { repeatedAfter = REPEATED_AFTER_SECONDS, firstAfter = 0 } = this.options;
    const turn: Turn = { personKey, atMs, attempt: 1 };
    if (firstAfter === 0 || this.isStopped) this.enqueue(turn);
    else this.pause(turn, firstAfter);
    if (!this.isStopped) this.repeat(personKey, repeatedAfter, 0);
  }

  private enqueue(turn: Turn): void {
    if (this.isFull()) return;
    this.queue.push(turn);
    this.work();
  }

  /** Whether one more finds no room, which is told. */
  private isFull(): boolean {
    const isFull = this.queue.length + this.pauses.size >= REVOCATIONS_WAITING;
    if (isFull) this.options.onFailure(new Error('too many revocations wait; one was dropped'));
    return isFull;
  }

  private work(): void {
    while (this.underWay < REVOCATIONS_AT_ONCE) {
      const turn = this.queue.shift();
      if (turn === undefined) break;
      this.underWay += 1;
      void this.revoke(turn).finally(() => {
        this.underWay -= 1;
        this.work();
      });
    }
    if (this.underWay === 0) this.announceEnd?.();
  }

  private async revoke(turn: Turn): Promise<void> {
    try {
      await this.options.revocations.revoke(turn.personKey, turn.atMs);
    } catch (error) {
      this.options.onFailure(error);
      if (turn.attempt < REVOCATION_ATTEMPTS) this.tryAgain({ ...turn, attempt: turn.attempt + 1 });
    }
  }

  /** As the process ends there is no time for pauses: once more, and no more. */
  private tryAgain(turn: Turn): void {
    if (this.isStopped) {
      this.queue.push({ ...turn, attempt: REVOCATION_ATTEMPTS });
      return;
    }
    this.pause(turn, REVOCATION_PAUSE_SECONDS * 2 ** (turn.attempt - 2));
  }

  /** Between one and two times so many seconds. */
  private pause(turn: Turn, seconds: number): void {
    if (this.isFull()) return;
    const { clock, random } = this.options;
    const cancel = clock.after(seconds * (1 + random()), () => {
      this.pauses.delete(later);
      this.enqueue(turn);
    });
    const later: Later = { cancel, turn: () => turn };
    this.pauses.add(later);
  }

  /** A person who turns red again meanwhile begins anew. */
  private repeat(personKey: string, [next, ...rest]: readonly number[], passed: number): void {
    this.repeats.get(personKey)?.cancel();
    this.repeats.delete(personKey);
    if (next === undefined) return;
    const { clock, onFailure } = this.options;
    if (this.repeats.size >= REPEATS_WAITING) {
      onFailure(new Error('too many people wait to be revoked again; one is not'));
      return;
    }
    const turn = (): Turn => ({ personKey, atMs: clock.now(), attempt: 1 });
    const cancel = clock.after(next - passed, () => {
      this.enqueue(turn());
      this.repeat(personKey, rest, next);
    });
    this.repeats.set(personKey, { cancel, turn });
  }
}
