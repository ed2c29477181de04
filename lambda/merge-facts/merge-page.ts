import { isDeepStrictEqual } from 'node:util';
import { FACT_KEY, type FactTables, type StoredFact } from '../adapters/fact-tables';
import { type Findings, findings, keyDigest, type MergeCounts } from './progress';

/**
 * Facts of one page that are added at once. With 8 segments 32 puts are on their way; at 6 ms each
 * that is some 5,000 a second, a fifth of what a new table of the shipped plan takes at once.
 */
export const PUTS_AT_ONCE = 4;

/** Looks one page of restored facts up, and adds those that are missing if it may. */
export async function mergePage(
  tables: FactTables,
  page: readonly StoredFact[],
  apply: boolean,
): Promise<Findings> {
  if (page.length === 0) return { counts: findings(), differing: [] };
  // A fact that came a moment ago may be missed, and is met again when it is added.
  const live = await tables.find(page.map(keyOf), { consistent: false });
  const liveByKey = new Map(live.map((fact) => [keyDigest(fact), fact]));
  const seen = await inBatches(page, (fact) =>
    mergeFact(tables, fact, liveByKey.get(keyDigest(fact)), apply),
  );
  return {
    counts: findings(...seen),
    differing: page.filter((_, index) => seen[index]?.differing === 1).map(keyDigest),
  };
}

async function mergeFact(
  tables: FactTables,
  restored: StoredFact,
  live: StoredFact | undefined,
  apply: boolean,
): Promise<Partial<MergeCounts>> {
  if (live !== undefined) return compared(restored, live);
  if (!apply) return { read: 1, missing: 1 };
  if (await tables.add(restored)) return { read: 1, missing: 1, added: 1 };
  const [rival] = await tables.find([keyOf(restored)], { consistent: true });
  // Facts are never deleted, so only the key that is taken is there.
  return rival === undefined ? { read: 1, missing: 1 } : compared(restored, rival);
}

function compared(restored: StoredFact, live: StoredFact): Partial<MergeCounts> {
  return says(restored, live) ? { read: 1, identical: 1 } : { read: 1, differing: 1 };
}

/** When a fact was taken differs between regions that took it at once, and is no part of what it says. */
function says(a: StoredFact, b: StoredFact): boolean {
  const { receivedAt: _, ...saidByA } = a;
  const { receivedAt: __, ...saidByB } = b;
  return isDeepStrictEqual(saidByA, saidByB);
}

function keyOf(fact: StoredFact): StoredFact {
  return Object.fromEntries(
    Object.entries(fact).filter(([name]) => FACT_KEY.some((part) => part === name)),
  );
}

async function inBatches<Item, Answer>(
  items: readonly Item[],
  call: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (let start = 0; start < items.length; start += PUTS_AT_ONCE) {
    const batch = await Promise.allSettled(items.slice(start, start + PUTS_AT_ONCE).map(call));
    // Thrown only now that nothing of the page is on its way any more.
    for (const one of batch) if (one.status === 'rejected') throw one.reason;
    answers.push(...batch.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])));
  }
  return answers;
}
