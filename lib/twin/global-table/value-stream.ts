import { Stream } from 'node:stream';

/** Values fetched from LevelDB at a time: one hop to its thread serves any ordinary query. */
const VALUES_PER_FETCH = 200;

/** A LevelDB iterator over values. */
export interface ValueIterator {
  nextv(size: number): Promise<unknown[]>;
  close(): Promise<void>;
}

/**
 * The stream that dynalite reads a query's values from. Its own fetches and awaits them one by one,
 * which costs twice the processor time for the same items. It must be a bare `Stream`: the library
 * that dynalite reads with takes values twice from any other emitter.
 */
export class ValueStream extends Stream {
  private ended = false;

  constructor(private readonly iterator: ValueIterator) {
    super();
    void this.pump();
  }

  /** Called by dynalite once it has enough. */
  destroy(): void {
    this.ended = true;
  }

  private async pump(): Promise<void> {
    try {
      while (!this.ended) {
        const values = await this.iterator.nextv(VALUES_PER_FETCH);
        for (const value of values) this.give(value);
        if (values.length === 0) this.ended = true;
      }
      await this.iterator.close();
      this.emit('end');
    } catch (error) {
      this.emit('error', error);
    }
  }

  private give(value: unknown): void {
    if (!this.ended) this.emit('data', value);
  }
}
