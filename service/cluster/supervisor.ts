import type { IClock } from '../clock';
import type { ServiceLogger } from '../logging/logger';
import { EXIT_CONFIG, EXIT_FAULT } from './exit-codes';
import type { IWorker, StartWorker, WorkerEnd } from './worker';

/** Pause before a worker that ended is replaced; each that ends soon doubles it, up to the longest. */
export const FIRST_PAUSE_SECONDS = 0.5;

/** 0.5 x 2^5: a worker that keeps dying costs four starts a minute and no more. */
export const LONGEST_PAUSE_SECONDS = 16;

/** A worker that lived this long did not die of its start: the pauses begin anew. */
export const STEADY_SECONDS = 60;

/** Starts in a row that end before they listen, while nobody else listens, until all are given up. */
export const FAILED_STARTS = 5;

/**
 * Six times the 5 s after which a worker says that it lives. The others answer the load balancer's
 * checks, so nobody but the supervisor can see that one of them hangs.
 */
export const SILENT_SECONDS = 30;

/** Above the 30 s that a worker has for what is under way, below the 45 s of the unit. */
export const STOP_SECONDS = 35;

/** What a `Supervisor` needs. */
export interface SupervisorOptions {
  readonly workers: number;
  readonly start: StartWorker;
  readonly clock: IClock;
  readonly logger: ServiceLogger;
  /** From 0 to 1; workers that died of one cause must not come back in step. */
  readonly random: () => number;
  /** Hears that no worker can be started, with the code to end with. */
  readonly onGivenUp: (exitCode: number) => void;
}

interface Slot {
  worker: IWorker | undefined;
  listens: boolean;
  startedAtMs: number;
  heardAtMs: number;
  /** Workers in a row that did not live for `STEADY_SECONDS`. */
  shortLives: number;
  cancelStart: () => void;
}

/** Keeps a number of workers running: each that ends or hangs is replaced, and counted. */
export class Supervisor {
  private readonly slots: readonly Slot[];
  private ends = 0;
  private failedStarts = 0;
  private stopWatching: () => void = () => undefined;
  private stopped: Promise<void> | undefined;
  private announceEnd: () => void = () => undefined;

  constructor(private readonly options: SupervisorOptions) {
    this.slots = Array.from({ length: options.workers }, () => ({
      worker: undefined,
      listens: false,
      startedAtMs: 0,
      heardAtMs: 0,
      shortLives: 0,
      cancelStart: () => undefined,
    }));
  }

  /** Starts every worker. */
  start(): void {
    this.stopWatching = this.options.clock.every(SILENT_SECONDS / 6, () => this.endSilentOnes());
    for (const slot of this.slots) this.fill(slot);
  }

  /** Lets every worker finish what is under way; resolves when all have ended. */
  stop(): Promise<void> {
    this.stopped ??= this.endAll();
    return this.stopped;
  }

  private async endAll(): Promise<void> {
    this.stopWatching();
    for (const slot of this.slots) slot.cancelStart();
    const allEnded = new Promise<void>((resolve) => {
      this.announceEnd = resolve;
    });
    for (const { worker } of this.slots) worker?.kill('SIGTERM');
    const cancel = this.options.clock.after(STOP_SECONDS, () => {
      this.options.logger.warn('workers that did not end were killed');
      for (const { worker } of this.slots) worker?.kill('SIGKILL');
    });
    if (this.running > 0) await allEnded;
    cancel();
  }

  private get running(): number {
    return this.slots.filter(({ worker }) => worker !== undefined).length;
  }

  private fill(slot: Slot): void {
    const { clock, start } = this.options;
    slot.startedAtMs = clock.now();
    slot.heardAtMs = slot.startedAtMs;
    slot.listens = false;
    slot.worker = start({
      listening: () => {
        slot.listens = true;
        this.failedStarts = 0;
      },
      alive: () => {
        slot.heardAtMs = clock.now();
      },
      ended: (end) => this.ended(slot, end),
    });
  }

  private ended(slot: Slot, end: WorkerEnd): void {
    const pid = slot.worker?.pid;
    slot.worker = undefined;
    if (this.stopped !== undefined) {
      if (this.running === 0) this.announceEnd();
      return;
    }
    this.ends += 1;
    this.options.logger.error(
      { workerPid: pid, ...end, workersEnded: this.ends },
      'a worker ended',
    );
    if (!slot.listens) this.failedStarts += 1;
    slot.listens = false;
    const nobodyListens = this.slots.every(({ listens }) => !listens);
    if (end.code === EXIT_CONFIG) this.giveUp(EXIT_CONFIG);
    else if (nobodyListens && this.failedStarts >= FAILED_STARTS) this.giveUp(EXIT_FAULT);
    else this.replace(slot);
  }

  private replace(slot: Slot): void {
    const { clock, random } = this.options;
    const livedSeconds = (clock.now() - slot.startedAtMs) / 1000;
    slot.shortLives = livedSeconds < STEADY_SECONDS ? slot.shortLives + 1 : 1;
    const pause = FIRST_PAUSE_SECONDS * 2 ** (slot.shortLives - 1);
    const jittered = Math.min(pause, LONGEST_PAUSE_SECONDS) * (0.5 + random() / 2);
    slot.cancelStart = clock.after(jittered, () => this.fill(slot));
  }

  private endSilentOnes(): void {
    const { clock, logger } = this.options;
    const heardSince = clock.now() - SILENT_SECONDS * 1000;
    for (const { worker, heardAtMs } of this.slots) {
      if (worker === undefined || heardAtMs >= heardSince) continue;
      logger.error({ workerPid: worker.pid }, 'a worker hangs and is killed');
      worker.kill('SIGKILL');
    }
  }

  private giveUp(exitCode: number): void {
    this.options.logger.fatal({ exitCode }, 'no worker can be started');
    void this.stop().then(() => this.options.onGivenUp(exitCode));
  }
}
