import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TableTopology } from '../../../lib/topology/topology';
import { DynaliteStore } from '../../../lib/twin/global-table/dynalite-store';
import { GlobalTables } from '../../../lib/twin/global-table/global-tables';
import { Journal } from '../../../lib/twin/global-table/journal';
import { ManualClock } from './manual-clock';

const HERE = 'ap-southeast-1';
const THERE = 'ap-northeast-1';
const FACTS: TableTopology = {
  role: 'facts',
  tableName: 'kapok-test-facts',
  partitionKey: 'person',
  sortKey: 'fact',
  replicaRegions: [HERE, THERE],
  consistency: 'eventual',
};

let directory: string;
let store: DynaliteStore;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kapok-global-tables-'));
  store = await DynaliteStore.open(directory, HERE);
});

afterEach(async () => {
  await store.close().catch(() => undefined);
  await rm(directory, { recursive: true });
});

const openJournal = (nowMs = () => 1) => Journal.open(store.db, HERE, nowMs, [THERE]);

async function reopen(): Promise<void> {
  await store.close();
  store = await DynaliteStore.open(directory, HERE);
}

test('a journal read again knows what is pending, its position and its versions', async () => {
  const before = await openJournal(() => 5);
  for (const key of ['a', 'b', 'c']) await before.writeLocally('facts', key, { key: { S: key } });
  await before.confirm(THERE, 1);
  await reopen();
  const after = await openJournal(() => 1);
  expect(after.pendingCount(THERE)).toBe(2);
  const entries = await after.pendingEntries(THERE, 10);
  expect(entries.map(({ sequence, write }) => [sequence, write.key])).toEqual([
    [2, 'b'],
    [3, 'c'],
  ]);
  expect(await after.versionOf('facts', 'c')).toEqual({ timestampUs: 5_002, region: HERE });
  await after.writeLocally('facts', 'd', null);
  expect(await after.versionOf('facts', 'd')).toEqual({ timestampUs: 5_003, region: HERE });
  expect((await after.pendingEntries(THERE, 10)).at(-1)?.sequence).toBe(4);
});

test('entries that every peer confirmed are forgotten, and their numbers are not used again', async () => {
  const before = await openJournal();
  await before.writeLocally('facts', 'a', {});
  await before.confirm(THERE, 1);
  expect(await store.db.iterator({ gte: 'journal~', lt: 'journal\x7f' }).all()).toEqual([]);
  await reopen();
  const after = await openJournal();
  await after.writeLocally('facts', 'b', {});
  expect((await after.pendingEntries(THERE, 10)).map(({ sequence }) => sequence)).toEqual([2]);
});

test('writes asked for at the same time are journalled in the order of their versions', async () => {
  const journal = await openJournal();
  const keys = Array.from({ length: 50 }, (_, at) => `key-${at}`);
  await Promise.all(keys.map((key) => journal.writeLocally('facts', key, {})));
  const entries = await journal.pendingEntries(THERE, 100);
  expect(entries.map(({ write }) => write.key)).toEqual(keys);
  const times = entries.map(({ write }) => write.version.timestampUs);
  expect(times).toEqual([...times].sort((one, other) => one - other));
});

test('a write made after one from a faster clock was merged is later, also after a restart', async () => {
  const before = await openJournal();
  const version = { timestampUs: 9_000_000, region: THERE };
  await before.writeFromPeer({ table: 'facts', key: 'a', version, item: {} });
  await before.writeLocally('facts', 'b', {});
  expect(await before.versionOf('facts', 'b')).toEqual({ timestampUs: 9_000_001, region: HERE });
  await reopen();
  const after = await openJournal();
  await after.writeLocally('facts', 'a', {});
  expect(await after.versionOf('facts', 'a')).toEqual({ timestampUs: 9_000_002, region: HERE });
});

test('a log torn in its last record loses that write whole and nothing else', async () => {
  const journal = await openJournal();
  for (const key of ['a', 'b', 'c']) await journal.writeLocally('facts', key, { key: { S: key } });
  await store.close();
  const log = join(
    directory,
    (await readdir(directory)).find((name) => name.endsWith('.log')) ?? '',
  );
  await truncate(log, (await stat(log)).size - 3);
  store = await DynaliteStore.open(directory, HERE);
  const after = await openJournal();
  expect((await after.pendingEntries(THERE, 10)).map(({ write }) => write.key)).toEqual(['a', 'b']);
  expect(await store.db.get(DynaliteStore.itemKey('facts', 'b'))).toEqual({ key: { S: 'b' } });
  expect(await store.db.get(DynaliteStore.itemKey('facts', 'c'))).toBeUndefined();
  expect(await after.versionOf('facts', 'c')).toBeUndefined();
});

const openTables = (table: TableTopology) =>
  GlobalTables.open(store, {
    region: HERE,
    tables: [table],
    clock: new ManualClock(),
    replicationLagSec: 1,
    deliver: () => Promise.reject(new Error('not set up')),
  });

test('a table in one region only is kept without a journal', async () => {
  const tables = await openTables({ ...FACTS, replicaRegions: [HERE] });
  expect(await tables.status()).toMatchObject({ peers: {} });
});

test('of several writes of an item the newest stays, in whatever order they come', async () => {
  const tables = await openTables(FACTS);
  const write = (timestampUs: number, value: string | undefined) => ({
    table: FACTS.tableName,
    key: 'item',
    version: { timestampUs, region: THERE },
    item: value === undefined ? null : { value: { S: value } },
  });
  await tables.merge([write(3, 'third'), write(1, 'first'), write(2, 'second'), write(3, 'third')]);
  const itemKey = DynaliteStore.itemKey(FACTS.tableName, 'item');
  expect(await store.db.get(itemKey)).toEqual({ value: { S: 'third' } });
  await tables.merge([write(4, undefined), write(3, 'third')]);
  expect(await store.db.get(itemKey)).toBeUndefined();
  const { received } = await tables.status();
  expect(received).toEqual({ applied: 2, discarded: 3, duplicate: 1 });
  tables.stop();
});

test('fails on a table that is strongly consistent across regions', async () => {
  await expect(openTables({ ...FACTS, consistency: 'strong' })).rejects.toMatchObject({
    code: 'KAPOK_TWIN_STRONG_CONSISTENCY',
    table: FACTS.tableName,
  });
});

test('fails on writes of a table that has no replica here', async () => {
  const tables = await openTables(FACTS);
  const stray = { table: 'other', key: 'a', version: { timestampUs: 1, region: THERE }, item: {} };
  await expect(tables.merge([stray])).rejects.toMatchObject({ code: 'KAPOK_TWIN_UNKNOWN_TABLE' });
  tables.stop();
});
