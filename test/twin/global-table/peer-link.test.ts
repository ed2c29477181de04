import type { JournalEntry } from '../../../lib/twin/global-table/journal';
import { PeerLink, RETRY_SEC, SHIPMENT_WRITES } from '../../../lib/twin/global-table/peer-link';
import type { ReplicatedWrite } from '../../../lib/twin/global-table/replicated-write';
import { ManualClock, settle } from './manual-clock';

const LAG_SEC = 0.5;

/** A journal in memory, with the durable position that the real one keeps. */
class FakeJournal {
  readonly entries: JournalEntry[] = [];
  position = 0;

  write(clock: ManualClock, table = 'facts'): void {
    const sequence = this.entries.length + 1;
    const version = { timestampUs: clock.now() * 1000, region: 'here' };
    this.entries.push({ sequence, write: { table, key: `key-${sequence}`, version, item: {} } });
  }

  pendingCount(): number {
    return this.entries.length - this.position;
  }

  async pendingEntries(_peer: string, limit: number): Promise<JournalEntry[]> {
    return this.entries.slice(this.position, this.position + limit);
  }

  async confirm(_peer: string, sequence: number): Promise<void> {
    this.position = sequence;
  }
}

function setUp() {
  const clock = new ManualClock();
  const journal = new FakeJournal();
  const shipments: (readonly ReplicatedWrite[])[] = [];
  const peer = { reachable: true };
  const link = new PeerLink({
    peer: 'there',
    journal,
    clock,
    lagSec: LAG_SEC,
    replicates: (table) => table !== 'local',
    deliver: async (_peer, writes) => {
      if (!peer.reachable) throw new Error('connection refused');
      shipments.push(writes);
    },
  });
  const write = async (table?: string) => {
    journal.write(clock, table);
    link.wake();
    await settle();
  };
  const shippedKeys = () => shipments.flat().map(({ key }) => key);
  return { clock, journal, shipments, peer, link, write, shippedKeys };
}

test('a write is shipped when the lag has passed and not before', async () => {
  const { clock, write, shippedKeys } = setUp();
  await write();
  await clock.advance(LAG_SEC - 0.01);
  expect(shippedKeys()).toEqual([]);
  await clock.advance(0.01);
  expect(shippedKeys()).toEqual(['key-1']);
});

test('writes are shipped in order, in full shipments without a pause between', async () => {
  const { clock, journal, shipments, link } = setUp();
  for (let made = 0; made < 2 * SHIPMENT_WRITES + 1; made += 1) journal.write(clock);
  await clock.advance(LAG_SEC);
  link.wake();
  await settle();
  expect(shipments.map(({ length }) => length)).toEqual([SHIPMENT_WRITES, SHIPMENT_WRITES, 1]);
  expect(shipments.flat().map(({ key }) => key)).toEqual(journal.entries.map((e) => e.write.key));
});

test('while the peer is unreachable the writes stay pending, and are shipped when it is back', async () => {
  const { clock, peer, link, write, shippedKeys } = setUp();
  peer.reachable = false;
  await write();
  await clock.advance(LAG_SEC);
  await write();
  await clock.advance(10);
  expect(await link.status()).toMatchObject({ pending: 2, failure: 'connection refused' });
  peer.reachable = true;
  await clock.advance(RETRY_SEC);
  expect(shippedKeys()).toEqual(['key-1', 'key-2']);
  expect(await link.status()).not.toHaveProperty('failure');
});

test('a new address is tried at once', async () => {
  const { clock, peer, link, write, shippedKeys } = setUp();
  peer.reachable = false;
  await write();
  await clock.advance(LAG_SEC);
  peer.reachable = true;
  link.retryNow();
  await settle();
  expect(shippedKeys()).toEqual(['key-1']);
});

test('a paused link ships nothing and everything after it is resumed', async () => {
  const { clock, link, write, shippedKeys } = setUp();
  link.pause();
  await write();
  await clock.advance(60);
  expect(shippedKeys()).toEqual([]);
  expect(await link.status()).toMatchObject({ pending: 1, paused: true, replicationLagMs: 60_000 });
  link.resume();
  await settle();
  expect(shippedKeys()).toEqual(['key-1']);
});

test('a changed lag holds for writes already made', async () => {
  const { clock, link, write, shippedKeys } = setUp();
  link.setLag(30);
  await write();
  await clock.advance(10);
  expect(shippedKeys()).toEqual([]);
  link.setLag(5);
  await settle();
  expect(shippedKeys()).toEqual(['key-1']);
});

test('writes of a table without a replica there are passed over', async () => {
  const { clock, link, write, shippedKeys } = setUp();
  await write('local');
  await write();
  await clock.advance(LAG_SEC);
  expect(shippedKeys()).toEqual(['key-2']);
  expect(await link.status()).toMatchObject({ pending: 0 });
});

test('the lag is measured from the write to its confirmation', async () => {
  const { clock, link, write } = setUp();
  expect(await link.status()).toEqual({ pending: 0, shipped: 0, paused: false });
  await write();
  await clock.advance(0.75);
  expect(await link.status()).toEqual({
    pending: 0,
    replicationLagMs: 750,
    shipped: 1,
    paused: false,
  });
});

test('a stopped link leaves no timer', async () => {
  const { clock, link, write } = setUp();
  await write();
  link.stop();
  expect(clock.timerCount).toBe(0);
});
