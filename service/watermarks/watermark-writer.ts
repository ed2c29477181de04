import type { IClock } from '../clock';
import type { IControlStore } from '../evacuation/control-store';
import { laterOf, type Watermark, watermarkItem, watermarkName } from './watermark-items';

/** Between two writes of one watermark: a source may send hundreds of batches in this time. */
export const WATERMARK_SECONDS = 10;

/** What a `WatermarkWriter` needs. */
export interface WatermarkWriterOptions {
  readonly store: IControlStore;
  readonly clock: IClock;
  /** What is known of the watermark, so that one process does not put it back behind another's. */
  readonly known: (name: Pick<Watermark, 'kind' | 'source'>) => Watermark | undefined;
  readonly onFailure: (error: unknown) => void;
}

interface Held {
  /** The newest that this process knows; kept, so that an older record never puts it back. */
  mark: Watermark;
  /** What `mark` says is not written yet. */
  isNew: boolean;
  /** It was written less than `WATERMARK_SECONDS` ago. */
  isWaiting: boolean;
}

/** Writes how far the sources are, without anybody waiting for it. */
export class WatermarkWriter {
  private readonly held = new Map<string, Held>();
  private isStopped = false;

  constructor(private readonly options: WatermarkWriterOptions) {}

  /** Notes that records were taken; written at once, or when this name's next write is due. */
  note(mark: Watermark): void {
    const name = watermarkName(mark);
    const held = this.held.get(name) ?? { mark, isNew: true, isWaiting: false };
    this.held.set(name, held);
    held.mark = laterOf(mark, held.mark);
    held.isNew = true;
    if (!held.isWaiting) void this.write(held);
  }

  /** Writes no more. */
  stop(): void {
    this.isStopped = true;
  }

  /** Never throws; a write that failed is tried again when the next one is due. */
  private async write(held: Held): Promise<void> {
    const { store, clock, known, onFailure } = this.options;
    if (this.isStopped) return;
    held.isNew = false;
    held.isWaiting = true;
    clock.after(WATERMARK_SECONDS, () => this.due(held));
    try {
      await store.put(watermarkItem(laterOf(held.mark, known(held.mark))));
    } catch (error) {
      held.isNew = true;
      onFailure(error);
    }
  }

  private due(held: Held): void {
    held.isWaiting = false;
    if (held.isNew) void this.write(held);
  }
}
