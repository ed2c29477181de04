import type { Level, LevelReason } from './service-level';
import type { Signals } from './signals';

/** From where on a level is wanted; a level is held while half of that is exceeded. */
export interface Threshold {
  readonly level: Level;
  readonly reason: LevelReason;
  readonly isExceeded: (signals: Signals, factor: number) => boolean;
}

/** Fewer requests in a second are too few to take shares of. */
export const LEAST_REQUESTS = 20;

/** Fewer calls of the store are too few to judge it by. */
export const LEAST_CALLS = 20;

/** Share of requests turned away from which the vaccination panel is given up, then the test panel. */
export const SHED_SHARES = [0.01, 0.05] as const;

/** Mean waits for the thread to the same ends: a tenth and a fifth of what a person notices. */
export const QUEUE_DELAYS_MS = [10, 20] as const;

/** Share of codes turned away from which the region's own copies are used, then refreshes refused. */
export const CODE_SHED_SHARES = [0.02, 0.3] as const;

/** Share of the store's calls that fail, to the same ends. */
export const STORE_FAILURES = [0.1, 0.5] as const;

/** What nine of ten calls of the store exceed, to the same ends: it usually answers in 10 ms. */
export const STORE_P90S_MS = [500, 1_500] as const;

/** Share of the memory, to the ends of level 2 and 4: the last line before the process is killed. */
export const MEMORY_SHARES = [0.85, 0.93] as const;

/** A loop that came to nothing else for this long is behind, whatever the waits say. */
export const LOOP_DELAY_MS = 200;

const enough = ({ requests }: Signals) => requests >= LEAST_REQUESTS;

/** The highest first. */
const THRESHOLDS: readonly Threshold[] = [
  codes(4, CODE_SHED_SHARES[1]),
  store(4, STORE_FAILURES[1], STORE_P90S_MS[1]),
  memory(4, MEMORY_SHARES[1]),
  codes(3, CODE_SHED_SHARES[0]),
  store(3, STORE_FAILURES[0], STORE_P90S_MS[0]),
  load(2, SHED_SHARES[1], QUEUE_DELAYS_MS[1]),
  memory(2, MEMORY_SHARES[0]),
  load(1, SHED_SHARES[0], QUEUE_DELAYS_MS[0]),
  {
    level: 1,
    reason: 'overload',
    isExceeded: ({ loopDelayMs }, factor) => loopDelayMs >= LOOP_DELAY_MS * factor,
  },
];

/** The level that the signals ask for, with thresholds taken `factor` times. */
export function wantedLevel(
  signals: Signals,
  factor = 1,
): { readonly level: Level; readonly reason: LevelReason } {
  const found = THRESHOLDS.find(({ isExceeded }) => isExceeded(signals, factor));
  return found ?? { level: 0, reason: 'none' };
}

function codes(level: Level, share: number): Threshold {
  return {
    level,
    reason: 'overload',
    isExceeded: (signals, factor) => enough(signals) && signals.codeShedShare >= share * factor,
  };
}

function load(level: Level, share: number, delayMs: number): Threshold {
  return {
    level,
    reason: 'overload',
    isExceeded: (signals, factor) =>
      enough(signals) &&
      (signals.shedShare >= share * factor || signals.queueDelayMs >= delayMs * factor),
  };
}

function store(level: Level, failureShare: number, p90Ms: number): Threshold {
  return {
    level,
    reason: 'store',
    isExceeded: ({ store: read }, factor) =>
      read.calls >= LEAST_CALLS &&
      (read.failureShare >= failureShare * factor || read.p90Ms >= p90Ms * factor),
  };
}

/** Memory is not halved: half of what is dangerous is what a healthy process uses. */
function memory(level: Level, share: number): Threshold {
  return {
    level,
    reason: 'overload',
    isExceeded: ({ memoryShare }, factor) => memoryShare >= share * (0.9 + 0.1 * factor),
  };
}
