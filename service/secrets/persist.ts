import { setTimeout as pause } from 'node:timers/promises';

/** First wall-clock pause between attempts; each later one is twice as long, up to the cap. */
export const FIRST_PAUSE_MS = 100;

/** Longest wall-clock pause between attempts. */
export const LONGEST_PAUSE_MS = 5_000;

/** How `persist` goes about it. */
export interface PersistOptions {
  /** Hears of every failure. */
  readonly onFailure: (error: unknown) => void;
  /** Ends the attempts. */
  readonly signal: AbortSignal;
  /** From 0 to 1; spreads the attempts of a fleet that starts together. */
  readonly random: () => number;
  /** @default waits on the wall clock */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Attempts until it succeeds, or throws when the signal aborts. */
export async function persist<Value>(
  attempt: () => Promise<Value>,
  { onFailure, signal, random, wait = waitOnWall }: PersistOptions,
): Promise<Value> {
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      onFailure(error);
    }
    await wait(pauseMs * (0.5 + random() / 2), signal);
  }
}

function waitOnWall(ms: number, signal: AbortSignal): Promise<void> {
  return pause(ms, undefined, { signal });
}
