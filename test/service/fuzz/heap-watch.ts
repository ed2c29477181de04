/** Growth that a run may end with, bytes: caches that fill are bounded at far more than a run fills. */
export const HEAP_GROWTH = 24 * 2 ** 20;

const MEGABYTE = 2 ** 20;

/** Watches what stays in memory when the garbage is gone. */
export class HeapWatch {
  private readonly samples: number[] = [];
  private looks = 0;
  private readonly every: number;

  /** @param looks how often it will be looked; about forty are taken */
  constructor(looks: number) {
    this.every = Math.max(1, Math.floor(looks / 40));
  }

  /** Takes a sample at times. */
  look(): void {
    this.looks += 1;
    if (this.looks % this.every !== 0) return;
    if (globalThis.gc === undefined) throw new Error('run node with --expose-gc');
    globalThis.gc();
    this.samples.push(process.memoryUsage().heapUsed);
  }

  /** Median of the second quarter, when all is warm, and of the last, megabytes. */
  get reading(): { readonly warmMb: number; readonly endMb: number; readonly bounded: boolean } {
    const quarter = Math.ceil(this.samples.length / 4);
    const warm = median(this.samples.slice(quarter, 2 * quarter + 1));
    const end = median(this.samples.slice(-quarter));
    const round = (bytes: number) => Math.round((bytes / MEGABYTE) * 10) / 10;
    return { warmMb: round(warm), endMb: round(end), bounded: end - warm <= HEAP_GROWTH };
  }
}

function median(samples: readonly number[]): number {
  return [...samples].sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0;
}
