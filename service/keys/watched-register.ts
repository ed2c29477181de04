import type { IClock } from '../clock';
import type { Reloaded } from '../secrets/reloaded';
import type { IKeyRegister, KeyRegister, RegisteredKey } from './key-register';

/**
 * Shortest time between two reads that unknown names cause: a key that was just added holds at once,
 * and whoever makes names up costs each process four reads a minute.
 */
export const UNKNOWN_KEY_SECONDS = 15;

/** The register as it was read last; a name that it does not know makes it read earlier than planned. */
export class WatchedRegister implements IKeyRegister {
  private askedAtMs: number;

  constructor(
    private readonly register: Pick<Reloaded<KeyRegister>, 'value' | 'refresh' | 'readAt'>,
    private readonly clock: IClock,
  ) {
    this.askedAtMs = register.readAt;
  }

  tryFind(kid: string): RegisteredKey | undefined {
    const found = this.register.value.tryFind(kid);
    if (found === undefined) this.readEarlier();
    return found;
  }

  all(): readonly RegisteredKey[] {
    return this.register.value.all();
  }

  private readEarlier(): void {
    const now = this.clock.now();
    const lastMs = Math.max(this.askedAtMs, this.register.readAt);
    if (now - lastMs < UNKNOWN_KEY_SECONDS * 1000) return;
    this.askedAtMs = now;
    void this.register.refresh();
  }
}
