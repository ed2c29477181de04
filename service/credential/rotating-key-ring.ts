import type { IClock } from '../clock';
import { Reloaded } from '../secrets/reloaded';
import type { SigningKeySet } from '../secrets/secret-values';
import { createKeyRing, type IKeyRings, type KeyRing } from './key-ring';

/**
 * Between two reads of the signing keys, on average. The keys rotate every 30 days, 4,320 reads. A
 * new key is published for at least a day before it signs, 120 reads of 12 minutes, and verifiers
 * keep what is published for 5 minutes. A hundred instances that all read after the shortest pause ask
 * 100 / 480 s = 0.21 times a second; Secrets Manager answers 10,000 in each region.
 */
export const KEYS_REFRESH_SECONDS = 10 * 60;

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
  private constructor(private readonly secret: Reloaded<KeyRing>) {}

  /** Reads the keys for the first time; throws when that fails. */
  static async open(options: RotatingKeyRingOptions): Promise<RotatingKeyRing> {
    const { read, onChange, ...rest } = options;
    const secret = await Reloaded.open<KeyRing>({
      ...rest,
      everySeconds: KEYS_REFRESH_SECONDS,
      read: async () => createKeyRing(await read()),
      onRead: (ring, before) => {
        if (ring.jwks !== before.jwks) onChange(ring.kid);
      },
    });
    return new RotatingKeyRing(secret);
  }

  get ring(): KeyRing {
    return this.secret.value;
  }

  /** Reads again and again, `KEYS_REFRESH_SECONDS` apart. */
  start(): void {
    this.secret.start();
  }

  /** Reads no more. */
  stop(): void {
    this.secret.stop();
  }

  /** Reads once; never throws. */
  refresh(): Promise<void> {
    return this.secret.refresh();
  }
}
