/** Fewer samples of a class have no mean worth using. */
export const LEAST_CLASS_SAMPLES = 3;

/** Sums of latencies by class. */
export class LatencyWindow {
  private readonly sums: Float64Array;
  private readonly counts: Float64Array;
  /** Of all classes. */
  count = 0;
  private total = 0;

  constructor(private readonly classes: number) {
    this.sums = new Float64Array(classes);
    this.counts = new Float64Array(classes);
  }

  /** Mean of everything, 0 when empty. */
  get meanMs(): number {
    return this.count === 0 ? 0 : this.total / this.count;
  }

  /** Adds one latency. */
  add(index: number, ms: number): void {
    this.sums[index] = (this.sums[index] ?? 0) + ms;
    this.counts[index] = (this.counts[index] ?? 0) + 1;
    this.total += ms;
    this.count += 1;
  }

  /** Calls back for each class with enough samples. */
  forEachMean(callback: (index: number, meanMs: number, count: number) => void): void {
    for (let index = 0; index < this.classes; index += 1) {
      const count = this.counts[index] ?? 0;
      if (count >= LEAST_CLASS_SAMPLES) callback(index, (this.sums[index] ?? 0) / count, count);
    }
  }

  /** Begins anew. */
  clear(): void {
    this.sums.fill(0);
    this.counts.fill(0);
    this.count = 0;
    this.total = 0;
  }
}
