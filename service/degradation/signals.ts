import { PRIORITIES, type Priority } from '../admission';

/** What the store did of late. */
export interface StoreReading {
  /** From 0 to 1. */
  readonly failureShare: number;
  readonly p90Ms: number;
  readonly calls: number;
}

/** What a second of requests was like. */
export interface RequestSignals {
  readonly requests: number;
  /** Turned away for want of room, from 0 to 1: of all, and of those that ask for a code. */
  readonly shedShare: number;
  readonly codeShedShare: number;
  /** Mean wait for the thread. */
  readonly queueDelayMs: number;
}

/** All that the level is decided by. */
export interface Signals extends RequestSignals {
  /** Longest time in which the loop came to nothing else. */
  readonly loopDelayMs: number;
  readonly store: StoreReading;
  /** Share of the memory that may be used, from 0 to 1. */
  readonly memoryShare: number;
}

const CODE: Priority = 'show-code';

/** Counts what the gate decides, until it is taken. */
export class SignalCounts {
  private readonly asked = new Map<Priority, number>();
  private readonly shed = new Map<Priority, number>();
  private waitedMs = 0;

  /** Counts one request that came to admission: what a level turns away is no sign of load. */
  count(priority: Priority, admitted: boolean, waitedMs: number): void {
    this.asked.set(priority, (this.asked.get(priority) ?? 0) + 1);
    if (!admitted) this.shed.set(priority, (this.shed.get(priority) ?? 0) + 1);
    this.waitedMs += waitedMs;
  }

  /** What was counted; starts anew. */
  take(): RequestSignals {
    const sum = (counts: ReadonlyMap<Priority, number>) =>
      PRIORITIES.reduce((total, priority) => total + (counts.get(priority) ?? 0), 0);
    const requests = sum(this.asked);
    const codes = this.asked.get(CODE) ?? 0;
    const taken = {
      requests,
      shedShare: requests === 0 ? 0 : sum(this.shed) / requests,
      codeShedShare: codes === 0 ? 0 : (this.shed.get(CODE) ?? 0) / codes,
      queueDelayMs: requests === 0 ? 0 : this.waitedMs / requests,
    };
    this.asked.clear();
    this.shed.clear();
    this.waitedMs = 0;
    return taken;
  }
}
