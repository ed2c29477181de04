import { isNewer, isSameVersion, type Version } from './version';

/** An item in DynamoDB's JSON. */
export type Item = Readonly<Record<string, unknown>>;

/** The state one write left an item in, as the regions exchange it. */
export interface ReplicatedWrite {
  readonly table: string;
  /** The store's own key of the item; the same in every region, because the key schema is. */
  readonly key: string;
  readonly version: Version;
  /** `null` is a tombstone: the write was a delete. */
  readonly item: Item | null;
}

/**
 * What becomes of a write that arrives from another region: `applied`, `discarded` because this
 * region holds a newer one, or `duplicate` because it is already here.
 */
export type MergeOutcome = 'applied' | 'discarded' | 'duplicate';

/** Last writer wins, item by item; `current` is the version this region holds, tombstones included. */
export function mergeOutcome(current: Version | undefined, incoming: Version): MergeOutcome {
  if (isNewer(incoming, current)) return 'applied';
  return isSameVersion(incoming, current) ? 'duplicate' : 'discarded';
}
