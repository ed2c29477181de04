import type { ControlItem } from '../evacuation/control-items';
import { ENTRY_BYTES, HASH_BYTES } from '../web/verify/revocation-entries';
import { tryReadRevocation } from './revocation-item';

/**
 * How long a revocation stays in the list, 25 h: a credential that was issued up to its second lives
 * for 24 h after it, and one hour is for clocks.
 */
export const LISTED_SECONDS = 25 * 60 * 60;

/** The entries of the list, and how many items said nothing that can be listed. */
export interface PackedEntries {
  readonly entries: Buffer;
  readonly skipped: number;
}

/**
 * Packs the list. 10,000 pseudonyms are 90 kB, 160 kB in the token (base64url twice). Whatever order items
 * come in and however often, the entries are the same; an item that is spoilt takes no other with it.
 */
export function packEntries(items: readonly ControlItem[], nowMs: number): PackedEntries {
  const oldestSec = Math.floor(nowMs / 1000) - LISTED_SECONDS;
  const latest = new Map<string, number>();
  let skipped = 0;
  for (const item of items) {
    const revocation = tryReadRevocation(item, nowMs);
    if (revocation === undefined) skipped += 1;
    if (revocation === undefined || revocation.upToSec < oldestSec) continue;
    const { hash, upToSec } = revocation;
    latest.set(hash, Math.max(latest.get(hash) ?? 0, upToSec));
  }
  const entries = Buffer.alloc(latest.size * ENTRY_BYTES);
  [...latest.keys()].sort().forEach((hash, index) => {
    entries.write(hash, index * ENTRY_BYTES, 'hex');
    entries.writeUInt32BE(latest.get(hash) as number, index * ENTRY_BYTES + HASH_BYTES);
  });
  return { entries, skipped };
}
