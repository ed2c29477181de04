import type { IClock } from '../clock';
import { heartbeatItem, type RegionState } from './control-items';
import type { IControlStore } from './control-store';

/** Between two heartbeats. */
export const HEARTBEAT_SECONDS = 5;

/** What a `HeartbeatWriter` needs. */
export interface HeartbeatWriterOptions {
  readonly region: string;
  readonly originName: string;
  readonly store: IControlStore;
  readonly clock: IClock;
  readonly state: () => RegionState;
  readonly onFailure: (error: unknown) => void;
}

/** Says that the region lives, for as long as this process serves. */
export class HeartbeatWriter {
  private stopBeating: (() => void) | undefined;
  private writing = false;

  constructor(private readonly options: HeartbeatWriterOptions) {}

  /** Writes now and then every `HEARTBEAT_SECONDS`. */
  start(): void {
    this.stopBeating = this.options.clock.every(HEARTBEAT_SECONDS, () => void this.beat());
    void this.beat();
  }

  /** Writes no more. */
  stop(): void {
    this.stopBeating?.();
  }

  /** Writes once, unless the previous write is still under way; never throws. */
  async beat(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    const { region, originName, store, clock, state, onFailure } = this.options;
    try {
      await store.put(heartbeatItem({ region, originName, state: state(), atMs: clock.now() }));
    } catch (error) {
      onFailure(error);
    } finally {
      this.writing = false;
    }
  }
}
