/**
 * What a request of each class takes when it does not wait for others: the least mean of a window in
 * the present and the previous generation. Classes are kept apart, or a change in what is asked for
 * would look like a change in how long it takes.
 */
export class Baselines {
  private readonly present: Float64Array;
  private readonly previous: Float64Array;

  constructor(private readonly classes: number) {
    this.present = new Float64Array(classes).fill(Infinity);
    this.previous = new Float64Array(classes).fill(Infinity);
  }

  /** Milliseconds; undefined for a class that was not measured. */
  of(index: number): number | undefined {
    const least = Math.min(this.present[index] ?? Infinity, this.previous[index] ?? Infinity);
    return Number.isFinite(least) ? least : undefined;
  }

  /** Takes the mean of one window. */
  observe(index: number, meanMs: number): void {
    if (meanMs < (this.present[index] ?? Infinity)) this.present[index] = meanMs;
  }

  /** Takes a mean that was measured without a queue: whatever was known before no longer counts. */
  replace(index: number, meanMs: number): void {
    this.present[index] = meanMs;
    this.previous[index] = Infinity;
  }

  /** Begins a generation; a class that was not asked for in the last keeps what is known of it. */
  rotate(): void {
    for (let index = 0; index < this.classes; index += 1) {
      const last = this.present[index] ?? Infinity;
      if (Number.isFinite(last)) this.previous[index] = last;
      this.present[index] = Infinity;
    }
  }
}
