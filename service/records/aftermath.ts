import type { IClock } from '../clock';
import type { Fact } from '../facts/fact';
import type { WatermarkWriter } from '../watermarks/watermark-writer';
import type { RedTurns } from './red-turns';

/** What `Aftermath` needs. */
export interface AftermathOptions {
  readonly clock: IClock;
  readonly watermarks: Pick<WatermarkWriter, 'note'>;
  readonly redTurns: Pick<RedTurns, 'add'>;
}

/** What follows once facts are stored; nobody waits for it. */
export class Aftermath {
  constructor(private readonly options: AftermathOptions) {}

  /** Moves the watermarks of stored facts on, and revokes the credentials of those who turned red. */
  of(stored: readonly Fact[], red: ReadonlySet<string>): void {
    const { clock, watermarks, redTurns } = this.options;
    const receivedAt = new Date(clock.now()).toISOString();
    for (const { kind, source, eventTime } of stored) {
      watermarks.note({ kind, source, recordAt: eventTime, receivedAt });
    }
    const turned = new Set(stored.map(({ personKey }) => personKey).filter((key) => red.has(key)));
    for (const personKey of turned) redTurns.add(personKey);
  }
}
