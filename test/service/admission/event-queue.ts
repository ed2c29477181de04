interface Event {
  readonly ms: number;
  readonly order: number;
  /** Hears for when it was meant: the server may be busy and come to it later. */
  readonly callback: (ms: number) => void;
}

/** What is to happen, in the order of its times; what is due together, in the order it was added. */
export class EventQueue {
  private readonly heap: Event[] = [];
  private added = 0;

  /** When the next is due. */
  get nextMs(): number | undefined {
    return this.heap[0]?.ms;
  }

  /** Adds an event. */
  add(ms: number, callback: (ms: number) => void): void {
    const { heap } = this;
    let index = heap.push({ ms, order: this.added, callback }) - 1;
    this.added += 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.isBefore(index, parent)) break;
      this.swap(index, parent);
      index = parent;
    }
  }

  /** Removes the next and calls it back. */
  runNext(): void {
    const { heap } = this;
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      this.sink();
    }
    first.callback(first.ms);
  }

  private sink(): void {
    let index = 0;
    for (;;) {
      let least = index;
      for (const child of [2 * index + 1, 2 * index + 2]) {
        if (child < this.heap.length && this.isBefore(child, least)) least = child;
      }
      if (least === index) return;
      this.swap(index, least);
      index = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return one.ms < other.ms || (one.ms === other.ms && one.order < other.order);
  }

  private swap(a: number, b: number): void {
    const { heap } = this;
    [heap[a], heap[b]] = [heap[b]!, heap[a]!];
  }
}
