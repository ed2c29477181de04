import * as z from 'zod';
import { readFact } from '../facts/read-fact';
import { RECORD_KINDS } from '../records/record-kinds';
import type { StoredItem } from '../store/plain-item';
import type { QuarantineEntry } from './quarantine-store';
import {
  type BatchSummary,
  type QuarantineDecision,
  type QuarantinedBatch,
  type QuarantineProgress,
  VERDICTS,
} from './quarantined-batch';

/** Partition of the table `facts` in which batches wait; no person's partition is called so. */
export const QUARANTINE_PARTITION = 'quarantine';

const SUMMARY = z.object({
  batchId: z.string(),
  source: z.string(),
  kind: z.enum(RECORD_KINDS),
  records: z.number(),
  people: z.number(),
  turned: z.number(),
  at: z.string(),
  keyDigest: z.string(),
});

const DECISION = z.object({ verdict: z.enum(VERDICTS), supervisor: z.string(), at: z.string() });

const FACTS = z.array(z.looseObject({ personKey: z.string() }));

/** Attributes of a batch without its facts. */
export const SUMMARY_ATTRIBUTES = ['fact', ...Object.keys(SUMMARY.shape), 'verdict', 'supervisor'];

/**
 * A batch lies under `<batchId>#batch`, in one item: 100 facts that came in 128 kB take 170 kB with
 * their keys and digests, and an item holds 400 kB. What was said about it lies beside it, each word
 * under its own key.
 */
export function batchItem(batch: QuarantinedBatch): StoredItem {
  return item(batch.batchId, 'batch', { ...batch });
}

/** What a supervisor said: `<batchId>#<verdict>#<supervisor>`. */
export function decisionItem(batchId: string, decision: QuarantineDecision): StoredItem {
  const { verdict, supervisor } = decision;
  return item(batchId, `${verdict}#${supervisor}`, { ...decision });
}

/** That all of a batch was stored: `<batchId>#applied`. */
export function appliedItem(batchId: string, at: string): StoredItem {
  return item(batchId, 'applied', { at });
}

function item(batchId: string, rest: string, attributes: StoredItem): StoredItem {
  return { person: QUARANTINE_PARTITION, fact: `${batchId}#${rest}`, ...attributes };
}

/** Batches out of the items of the partition; what is said of one that is not there is passed over. */
export function readEntries(items: readonly StoredItem[]): QuarantineEntry[] {
  const byBatch = new Map<string, StoredItem[]>();
  for (const each of items) {
    const batchId = String(each.fact).split('#', 1)[0] as string;
    const own = byBatch.get(batchId);
    if (own === undefined) byBatch.set(batchId, [each]);
    else own.push(each);
  }
  return [...byBatch.values()].flatMap((own) => {
    const summary = readSummary(own);
    return summary === undefined ? [] : { ...summary, ...readProgress(own) };
  });
}

/** One batch with its facts out of its items. */
export function tryReadBatch(
  items: readonly StoredItem[],
  onUnreadable: (sortKey: string) => void,
): (QuarantinedBatch & QuarantineProgress) | undefined {
  const summary = readSummary(items);
  const batch = items.find(({ fact }) => String(fact).endsWith('#batch'));
  const { data } = FACTS.safeParse(batch?.facts);
  if (summary === undefined || data === undefined) return undefined;
  const facts = data.flatMap((stored) => {
    const fact = readFact(stored, stored.personKey);
    if (fact === undefined) onUnreadable(String(batch?.fact));
    return fact ?? [];
  });
  return { ...summary, ...readProgress(items), facts };
}

function readSummary(items: readonly StoredItem[]): BatchSummary | undefined {
  const batch = items.find(({ fact }) => String(fact).endsWith('#batch'));
  return SUMMARY.safeParse(batch).data;
}

function readProgress(items: readonly StoredItem[]): QuarantineProgress {
  const decisions = items.flatMap((each) => DECISION.safeParse(each).data ?? []);
  const isApplied = items.some(({ fact }) => String(fact).endsWith('#applied'));
  return { decisions, isApplied };
}
