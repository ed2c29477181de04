import type { IClock } from '../clock';
import type { SigningKeySet } from '../secrets/secret-values';
import { createKeyRing, type IKeyRings, type KeyRing } from './key-ring';

/**
 * Between two reads of the signing keys, on average. The keys rotate every 30 days, 4,320 reads. A
 * new key is published for at least a day before it signs, 120 reads of 12 minutes, and verifiers
 * keep what is published for 5 minutes. A hundred instances that all read after the shortest pause ask
 * 100 / 480 s = 0.21 times a second; Secrets Manager answers 10,000 in each region.
 */
export const KEYS_REFRESH_SECONDS = 10 * 60;

/** How much longer or shorter a pause may be: 8 to 12 minutes, so that a fleet does not read at once. */
export const KEYS_REFRESH_JITTER = 0.2;

/** What a `RotatingKeyRing` needs. */
export interface RotatingKeyRingOptions {
  readonly read: () => Promise<SigningKeySet>;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Hears of every failed read and of when the keys in use were read. */
  readonly onFailure: (error: unknown, keysReadAtMs: number) => void;
  /** Hears which key signs when the keys have changed. */
  readonly onChange: (kid: string) => void;
}

/** Keeps the keys of the secret; while it cannot be read, the last good ones stay in use. */
export class RotatingKeyRing implements IKeyRings {
  private readAtMs: number;
  private stopped = false;
  private cancel: () => void = () => undefined;

  private constructor(
    private held: KeyRing,
    private readonly options: RotatingKeyRingOptions,
  ) {
    this.readAtMs = options.clock.now();
  }

  /** Reads the keys for the first time; throws when that fails. */
  static async open(options: RotatingKeyRingOptions): Promise<RotatingKeyRing> {
    return new RotatingKeyRing(await createKeyRing(await options.read()), options);
  }

  get ring(): KeyRing {
    return this.held;
  }

  /** Reads again and again, `KEYS_REFRESH_SECONDS` apart. */
  start(): void {
    const { clock, random } = this.options;
    const spread = 1 + KEYS_REFRESH_JITTER * (2 * random() - 1);
    this.cancel = clock.after(KEYS_REFRESH_SECONDS * spread, async () => {
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
    const { read, clock, onFailure, onChange } = this.options;
    try {
      const ring = await createKeyRing(await read());
      this.readAtMs = clock.now();
      if (ring.jwks === this.held.jwks) return;
      this.held = ring;
      onChange(ring.kid);
    } catch (error) {
      onFailure(error, this.readAtMs);
    }
  }
}
