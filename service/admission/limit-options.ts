/** How an `AdaptiveLimit` behaves; every default is a constant of this file. */
export interface LimitOptions {
  /** @default MIN_LIMIT */
  readonly min?: number;
  /** @default MAX_LIMIT */
  readonly max?: number;
  /** @default INITIAL_LIMIT */
  readonly initial?: number;
  /** @default TOLERANCE */
  readonly tolerance?: number;
  /** @default SLACK_MS */
  readonly slackMs?: number;
}

/** Least limit: at a base latency of 8 ms it still carries 16 / 0.008 s = 2,000 requests a second. */
export const MIN_LIMIT = 16;

/**
 * Greatest limit: 1,024 requests of some 16 kB each hold 16 MB. At a store that takes 100 ms it
 * carries 10,000 requests a second, more than one core works off.
 */
export const MAX_LIMIT = 1_024;

/** Where the limit begins: one core at 5,000 a second and 10 ms has 50 under way (Little's law). */
export const INITIAL_LIMIT = 64;

/** Latency may grow to this multiple of the base before the limit shrinks (1.5 in Gradient2). */
export const TOLERANCE = 1.5;

/**
 * And by this much more: a queue of 10 ms is a tenth of the 100 ms that a person notices, and enough
 * work at hand for the thread not to run dry between two bursts of arrivals.
 */
export const SLACK_MS = 10;

/** Weight of a new limit against the old: 1 - 0.8^10 = 89 % of a change is made within 1 s. */
export const SMOOTHING = 0.2;

/** Shortest window of samples: ten decisions a second. */
export const WINDOW_MS = 100;

/** Fewer samples prolong the window. */
export const LEAST_SAMPLES = 10;

/** One window at most halves what the limit is drawn towards. */
export const LEAST_GRADIENT = 0.5;

/** Between two probes of a limiter under pressure, on average; a baseline lives for two of them. */
export const GENERATION_MS = 5_000;

/** The first comes sooner: a process that starts into a crowd has never seen itself without a queue. */
export const FIRST_GENERATION_MS = 1_000;

/**
 * A probe lets this many in at once, few enough for no queue to form: that costs the time to drain and
 * 10 samples of the base latency by fours, at 8 ms 20 ms of 5 s.
 */
export const PROBE_LIMIT = 4;

/** At most this many generations believe a base that their windows confirm: 6 x 5 s. */
export const UNPROBED_GENERATIONS = 6;

/** Longest probe, beside twice the latency of the moment: 0.2 s of 5 s cost at most 4 %. */
export const PROBE_MS = 200;

/**
 * Borrowers stop where latency begins to grow: at a fifth more than the base and 1 ms. So a channel
 * that floods uses what is idle, and the others do not feel it.
 */
export const LEAN_TOLERANCE = 1.2;

/** See `LEAN_TOLERANCE`. */
export const LEAN_SLACK_MS = 1;

/** The lean limit holds only after a window with a gradient below this: less is chance. */
export const STRAIN_GRADIENT = 0.9;

/** How long the lean limit holds after a window above its aim: long enough for a flood not to come in between. */
export const STRAIN_MS = 5_000;

/** Borrowers never fill more than this share of the limit: a quarter is there for who needs his own. */
export const LEAN_SHARE = 0.75;

/** How much the limit of borrowers is drawn up in a window: slowly, or it would stand above its aim. */
export const LEAN_GROWTH = 0.5;

/** What borrowers may take at once beyond twice what is in use: enough for the bursts of a quiet hour. */
export const LEAN_ROOM = 8;

/** Weight of a new limit of borrowers: a flood is pushed back within some windows. */
export const LEAN_SMOOTHING = 0.5;

/** Least limit of borrowers: bursts of a quiet hour have six under way, and are no flood. */
export const LEAN_MIN = 6;

/** A latency is never taken to be longer: one clock fault must not fill a mean. */
export const LONGEST_SAMPLE_MS = 60_000;
