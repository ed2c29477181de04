import type { IClock } from '../clock';
import type { ControlItem } from '../evacuation/control-items';
import type { IControlStore } from '../evacuation/control-store';
import type { IRunning } from '../running';

/** What a `TopicCopy` needs. */
export interface TopicCopyOptions<Value> {
  readonly store: IControlStore;
  readonly topic: string;
  readonly everySeconds: number;
  /** Makes a value of all items; items that cannot be read are its to skip and to report. */
  readonly read: (items: readonly ControlItem[]) => Value | Promise<Value>;
  /** Until the first read. */
  readonly initial: Value;
  readonly clock: IClock;
  readonly onFailure: (error: unknown) => void;
}

/** Keeps what one topic of the control table says; while it cannot be read, the last good copy holds. */
export class TopicCopy<Value> implements IRunning {
  readonly ready: Promise<void>;
  private announceReady: () => void = () => undefined;
  private held: Value;
  private reading = false;
  private stopPolling: (() => void) | undefined;

  constructor(private readonly options: TopicCopyOptions<Value>) {
    this.held = options.initial;
    this.ready = new Promise((resolve) => {
      this.announceReady = resolve;
    });
  }

  /** The newest copy. */
  get value(): Value {
    return this.held;
  }

  /** Reads now and then every `everySeconds`. */
  start(): void {
    const { clock, everySeconds } = this.options;
    this.stopPolling = clock.every(everySeconds, () => void this.refresh());
    void this.refresh();
  }

  /** Reads no more. */
  stop(): void {
    this.stopPolling?.();
  }

  /** Reads once, unless the previous read is still under way; never throws. */
  async refresh(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    const { store, topic, read, onFailure } = this.options;
    try {
      this.held = await read(await store.topic(topic));
      this.announceReady();
    } catch (error) {
      onFailure(error);
    } finally {
      this.reading = false;
    }
  }
}
