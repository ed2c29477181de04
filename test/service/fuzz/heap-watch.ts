/**
 * Requests from which on growth means something: in fewer, caches that fill look like a leak.
 */
export const LONG_RUN = 20_000;

/**
 * What a request may leave behind, bytes: less than the shortest of them is long with its headers, so
 * that nothing of each can be kept. The half of 100,000 requests that is measured may grow by 12.8 MB
 * and the slack.
 */
export const LEFT_PER_REQUEST = 256;

/**
 * Growth whatever the length, bytes: what caches and the engine's own tables differ by between two
 * samples of one round each.
 */
export const SLACK = 4 * 2 ** 20;

const MEGABYTE = 2 ** 20;

/** Samples of a run. */
const SAMPLES = 40;

/** What a long run's memory did. */
export interface HeapReading {
  /** Median of the second quarter, when all is warm, megabytes. */
  readonly warmMb: number;
  /** Median of the last quarter. */
  readonly endMb: number;
  /** How much more the last may be. */
  readonly growthMb: number;
  readonly bounded: boolean;
}

/** Watches what stays in memory when the garbage is gone. */
export class HeapWatch {
  private readonly samples: number[] = [];
  private looks = 0;
  private readonly every: number;

  /** @param looks how often it will be looked */
  constructor(
    private readonly requests: number,
    looks: number,
  ) {
    this.every = Math.max(1, Math.floor(looks / SAMPLES));
  }

  /** Takes a sample at times of a long run. */
  look(): void {
    this.looks += 1;
    if (this.requests < LONG_RUN || this.looks % this.every !== 0) return;
    if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
    globalThis.gc();
    this.samples.push(process.memoryUsage().heapUsed);
  }

  /** Undefined for a run that is too short. */
  tryRead(): HeapReading | undefined {
    const quarter = Math.floor(this.samples.length / 4);
    if (quarter === 0) return undefined;
    const warm = median(this.samples.slice(quarter, 2 * quarter));
    const end = median(this.samples.slice(-quarter));
    // From the middle of the second quarter to the middle of the last is half of the run.
    const growth = (this.requests / 2) * LEFT_PER_REQUEST + SLACK;
    const [warmMb, endMb, growthMb] = [warm, end, growth].map(
      (bytes) => Math.round((bytes / MEGABYTE) * 10) / 10,
    ) as [number, number, number];
    return { warmMb, endMb, growthMb, bounded: end - warm <= growth };
  }
}

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
}
