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

interface Pending {
  mark: Watermark;
  /** What `mark` says is not written yet. */
  isNew: boolean;
}

/** Writes how far the sources are, without anybody waiting for it. */
export class WatermarkWriter {
  private readonly pending = new Map<string, Pending>();
  private isStopped = false;

  constructor(private readonly options: WatermarkWriterOptions) {}

  /** Notes that records were taken; written at once, or when this name's next write is due. */
  note(mark: Watermark): void {
    const name = watermarkName(mark);
    const held = this.pending.get(name);
    if (held !== undefined) {
      held.mark = laterOf(mark, held.mark);
      held.isNew = true;
      return;
    }
    const fresh = { mark, isNew: true };
    this.pending.set(name, fresh);
    void this.write(name, fresh);
  }

  /** Writes no more. */
  stop(): void {
    this.isStopped = true;
  }

  /** Never throws; a write that failed is tried again when the next one is due. */
  private async write(name: string, pending: Pending): Promise<void> {
    const { store, clock, known, onFailure } = this.options;
    pending.isNew = false;
    clock.after(WATERMARK_SECONDS, () => this.due(name, pending));
    try {
      await store.put(watermarkItem(laterOf(pending.mark, known(pending.mark))));
    } catch (error) {
      pending.isNew = true;
      onFailure(error);
    }
  }

  private due(name: string, pending: Pending): void {
    if (this.isStopped) return;
    if (pending.isNew) void this.write(name, pending);
    else this.pending.delete(name);
  }
}
