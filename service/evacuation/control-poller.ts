import type { IClock } from '../clock';
import { EVACUATION_TOPIC, HEARTBEAT_TOPIC, readEvacuation, readHeartbeat } from './control-items';
import type { IControlStore } from './control-store';
import { type ControlView, EMPTY_VIEW } from './decisions';

/** Between two reads of the control table, which adds as much to the time an evacuation takes. */
export const CONTROL_POLL_SECONDS = 3;

/** What a `ControlPoller` needs. */
export interface ControlPollerOptions {
  readonly store: IControlStore;
  readonly clock: IClock;
  readonly onFailure: (error: unknown) => void;
}

/** Keeps a copy of the control table; while it cannot be read, the last good copy holds. */
export class ControlPoller {
  private copy: ControlView | undefined;
  private reading = false;
  private stopPolling: (() => void) | undefined;
  private readonly whenRead: Promise<void>;
  private announceRead: () => void = () => undefined;

  constructor(private readonly options: ControlPollerOptions) {
    this.whenRead = new Promise((resolve) => {
      this.announceRead = resolve;
    });
  }

  /** The newest copy; before the first one nothing is evacuated. */
  get view(): ControlView {
    return this.copy ?? EMPTY_VIEW;
  }

  /** Settles once the table was read. */
  get firstRead(): Promise<void> {
    return this.whenRead;
  }

  /** Reads now and then every `CONTROL_POLL_SECONDS`. */
  start(): void {
    this.stopPolling = this.options.clock.every(CONTROL_POLL_SECONDS, () => void this.refresh());
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
    try {
      this.copy = await this.read();
      this.announceRead();
    } catch (error) {
      this.options.onFailure(error);
    } finally {
      this.reading = false;
    }
  }

  /** Items that cannot be read are skipped: one bad item must not hide the good ones. */
  private async read(): Promise<ControlView> {
    const { store } = this.options;
    const [heartbeats, orders] = await Promise.all([
      store.topic(HEARTBEAT_TOPIC),
      store.topic(EVACUATION_TOPIC),
    ]);
    return {
      heartbeats: heartbeats.flatMap((item) => readHeartbeat(item) ?? []),
      orders: orders.flatMap((item) => readEvacuation(item) ?? []),
    };
  }
}
