import type { IClock } from '../clock';
import type { IKeyRings } from '../credential/key-ring';
import type { IRevocations } from '../credential/revocations';
import type { IControlStore } from '../evacuation/control-store';
import type { QuietLog } from '../logging/quiet-log';
import type { PersonKeys } from '../people/person-key';
import { RedTurns } from '../records/red-turns';
import type { LocalCalendar } from '../rules/local-calendar';
import { ControlRevocations } from './control-revocations';
import { RevocationList } from './revocation-list';

/**
 * Within so many seconds, doubled at most, a process revokes whom it saw turn red: the people of one order
 * ask at many processes in the same minute, and their writes need not come in the same second.
 */
export const SEEN_RED_SPREAD_SECONDS = 1;

/** What the revocations of a process that shows codes need. */
export interface OpenRevocationsOptions {
  readonly config: { readonly issuer: string };
  readonly control: IControlStore;
  readonly clock: IClock;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly log: QuietLog;
  readonly keyRings: IKeyRings;
  readonly personKeys: PersonKeys;
  readonly calendar: LocalCalendar;
  /** @default those of the control table */
  readonly revocations?: IRevocations;
}

/** The list of who is revoked, and what revokes people whom this process sees turn red. */
export function openRevocations(options: OpenRevocationsOptions) {
  const { config, log } = options;
  const list = new RevocationList({
    ...options,
    issuer: config.issuer,
    onFailure: (err) => log.failure({ err }, 'the revocations cannot be read'),
  });
  const redTurns = new RedTurns({
    ...options,
    revocations: options.revocations ?? new ControlRevocations(options),
    // Those who stored the fact repeat it; each process that held another colour speaks for itself.
    repeatedAfter: [],
    firstAfter: SEEN_RED_SPREAD_SECONDS,
    onFailure: (err) => log.failure({ err }, 'credentials of a red person cannot be revoked'),
  });
  return { list, redTurns };
}
