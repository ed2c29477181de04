import type { IRevocations } from '../credential/revocations';
import type { IControlStore } from '../evacuation/control-store';
import type { PersonKeys } from '../people/person-key';
import type { LocalCalendar } from '../rules/local-calendar';
import { revocationItem } from './revocation-item';

/** Longest life of a credential, 24 h: the pseudonym of its day may be yesterday's. */
export const LONGEST_LIFE_MS = 24 * 60 * 60 * 1000;

/** What `ControlRevocations` needs. */
export interface ControlRevocationsOptions {
  readonly control: IControlStore;
  readonly personKeys: PersonKeys;
  readonly calendar: LocalCalendar;
}

/** Tells every region through the control table, from where each reads its list. */
export class ControlRevocations implements IRevocations {
  constructor(private readonly options: ControlRevocationsOptions) {}

  async revoke(personKey: string, atMs: number): Promise<void> {
    const { control, personKeys } = this.options;
    await Promise.all(
      this.datesOfLivingCredentials(atMs).map((date) =>
        control.put(revocationItem(personKeys.pseudonym(personKey, date), atMs)),
      ),
    );
  }

  /** Today and yesterday; where a day of 23 hours lies between, the day before that as well. */
  private datesOfLivingCredentials(atMs: number): string[] {
    const { calendar } = this.options;
    const yesterdayMs = calendar.startOfDay(atMs, 0) - 1;
    const instants = [atMs, yesterdayMs, atMs - LONGEST_LIFE_MS];
    return [...new Set(instants.map((ms) => calendar.dateOf(ms)))];
  }
}
