import type { AuditEntry, AuditedReading } from '../../../service/audit/audit-entry';
import { GENESIS, verifyChain } from '../../../service/audit/audit-entry';
import { ANCHOR_SECONDS, AuditTrail, MOST_WAITING } from '../../../service/audit/audit-trail';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryAuditStore } from '../fixtures/memory-audit-store';

const READING: AuditedReading = {
  action: 'look-up',
  channel: 'suikang',
  staff: 'nurse-1',
  purpose: 'no-phone',
  person: 'abc',
};

function trail(store = new MemoryAuditStore(), clock = new ManualClock()) {
  const notes: Readonly<Record<string, unknown>>[] = [];
  const failures: string[] = [];
  const audit = new AuditTrail({
    store,
    clock,
    random: () => 0.5,
    region: 'ap-southeast-1',
    instance: 'i-1',
    log: {
      note: (fields) => notes.push(fields),
      failure: (_fields, message) => failures.push(message),
    },
  });
  return { audit, store, clock, notes, failures };
}

function byChain(store: MemoryAuditStore): AuditEntry[][] {
  const chains = new Map<string, AuditEntry[]>();
  for (const entry of store.entries.values()) {
    chains.set(entry.chain, [...(chains.get(entry.chain) ?? []), entry]);
  }
  return [...chains.values()];
}

test('readings at once stand in one intact chain behind an anchor', async () => {
  const { audit, store } = trail();
  await Promise.all(Array.from({ length: 20 }, () => audit.record(READING)));
  const [entries = [], ...others] = byChain(store);
  expect(others).toEqual([]);
  expect(entries).toHaveLength(21);
  expect(entries[0]).toMatchObject({
    chain: 'audit#ap-southeast-1#i-1#2022-01-10T00:31:00.000Z',
    seq: 0,
    content: { action: 'anchor' },
    previous: GENESIS,
  });
  expect(entries[1]?.content).toEqual(READING);
  expect(verifyChain(entries).intact).toBe(true);
});

test('processes that start in one millisecond write chains of their own', async () => {
  const store = new MemoryAuditStore();
  const trails = [trail(store), trail(store), trail(store)];
  await Promise.all(trails.map(({ audit }) => audit.record(READING)));
  const chains = byChain(store);
  expect(chains).toHaveLength(3);
  for (const entries of chains) expect(verifyChain(entries).intact).toBe(true);
});

test.each([
  ['was not stored', false],
  ['was stored after all', true],
])('a new chain names where the old one was certain, when an entry %s', async (_what, kept) => {
  const { audit, store, failures } = trail();
  await audit.record(READING);
  store.keepsUnanswered = kept;
  store.answers = () => false;
  await expect(audit.record(READING)).rejects.toMatchObject({
    code: 'KAPOK_AUDIT_UNAVAILABLE',
    retryAfterSec: 3,
  });
  store.answers = () => true;
  await audit.record(READING);
  await audit.record(READING);
  expect(failures).toEqual(['a reading could not be put on record']);
  const chains = byChain(store);
  for (const entries of chains) expect(verifyChain(entries).intact).toBe(true);
  const [first, last] = [chains[0]!, chains.at(-1)!];
  expect(first).toHaveLength(kept ? 3 : 2);
  expect(last).toHaveLength(3);
  expect(last[0]).toMatchObject({
    content: { action: 'anchor', after: { chain: first[0]!.chain, seq: 1 } },
    previous: first[1]!.hash,
  });
});

test('fails at once when too many wait, and goes on with those that do', async () => {
  const { audit, store } = trail();
  const all = await Promise.allSettled(
    Array.from({ length: MOST_WAITING + 5 }, () => audit.record(READING)),
  );
  expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(5);
  expect(store.entries.size).toBe(MOST_WAITING + 1);
  await audit.record(READING);
});

test('the log says how far the chain is as it begins, every hour, and when the process ends', async () => {
  const { audit, store, clock, notes } = trail();
  audit.start();
  clock.advance(ANCHOR_SECONDS);
  expect(notes).toEqual([]);
  await audit.record(READING);
  clock.advance(ANCHOR_SECONDS);
  audit.stop();
  const [entries = []] = byChain(store);
  const { chain, seq, hash } = entries[1]!;
  const anchor = { chain, seq: 0, hash: entries[0]?.hash };
  expect(notes).toEqual([anchor, { chain, seq, hash }, { chain, seq, hash }]);
  expect(ANCHOR_SECONDS).toBe(3_600);
  expect(clock.waiting).toBe(0);
  expect(verifyChain(entries.slice(0, 1), { chain, seq, hash }).intact).toBe(false);
});
