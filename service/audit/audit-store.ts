import type { AuditEntry } from './audit-entry';

/** Whether an entry took its place, or found that something else has it. */
export type AuditOutcome = 'stored' | 'taken';

/** Where audit entries are kept: append-only, one item each. */
export interface IAuditStore {
  /**
   * Stores an entry at its place, which must be free.
   * @throws StoreUnavailableError when it is not known to be stored
   */
  append(entry: AuditEntry): Promise<AuditOutcome>;
  /**
   * All entries of a chain that this region knows, in order; for whoever checks it.
   * @throws StoreUnavailableError
   */
  entriesOf(chain: string): Promise<AuditEntry[]>;
}
