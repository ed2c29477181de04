/** How a worker ended: with a code or by a signal. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
}

/** What is heard of a worker. */
export interface WorkerEvents {
  /** It takes requests. */
  listening(): void;
  /** Its event loop turns. */
  alive(): void;
  /** It is gone. */
  ended(end: WorkerEnd): void;
}

/** A process that serves. */
export interface IWorker {
  readonly pid: number | undefined;
  /** Does nothing when it has ended. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void;
}

/** Starts one more worker. */
export type StartWorker = (events: WorkerEvents) => IWorker;
