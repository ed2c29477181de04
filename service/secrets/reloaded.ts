import type { IClock } from '../clock';

/** How much longer or shorter a pause may be, so that a fleet does not read at once. */
export const RELOAD_JITTER = 0.2;

/** What a `Reloaded` needs. */
export interface ReloadedOptions<Value> {
  /** Reads the secret and makes of it what the service uses. */
  readonly read: () => Promise<Value>;
  /** Between two reads, on average. */
  readonly everySeconds: number;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Hears of every failed read and of when the value in use was read. */
  readonly onFailure: (error: unknown, readAtMs: number) => void;
  /** Hears of every value that was read again. */
  readonly onRead?: (value: Value, before: Value) => void;
}

/** A secret that is read again and again; while it cannot be read, the last good value stays in use. */
export class Reloaded<Value> {
  private readAtMs: number;
  private stopped = false;
  private cancel: () => void = () => undefined;

  private constructor(
    private held: Value,
    private readonly options: ReloadedOptions<Value>,
  ) {
    this.readAtMs = options.clock.now();
  }

  /** Reads for the first time; throws when that fails. */
  static async open<Value>(options: ReloadedOptions<Value>): Promise<Reloaded<Value>> {
    return new Reloaded(await options.read(), options);
  }

  /** What was read last. */
  get value(): Value {
    return this.held;
  }

  /** When that was, epoch milliseconds. */
  get readAt(): number {
    return this.readAtMs;
  }

  /** Reads again and again. */
  start(): void {
    const { clock, random, everySeconds } = this.options;
    const spread = 1 + RELOAD_JITTER * (2 * random() - 1);
    this.cancel = clock.after(everySeconds * spread, async () => {
      await this.refresh();
      if (!this.stopped) this.start();
    });
  }

  /** Reads no more. */
  stop(): void {
    this.stopped = true;
    this.cancel();
  }

  /** Reads once; never throws. */
  async refresh(): Promise<void> {
    const { read, clock, onFailure, onRead } = this.options;
    try {
      const before = this.held;
      this.held = await read();
      this.readAtMs = clock.now();
      onRead?.(this.held, before);
    } catch (error) {
      onFailure(error, this.readAtMs);
    }
  }
}
