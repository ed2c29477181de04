import { createHash, createSecretKey } from 'node:crypto';
import type { ControlItem } from '../../../service/evacuation/control-items';
import {
  SCAN_KEPT_SECONDS,
  SCANS_UNDER_WAY,
  type Scan,
  ScanRecords,
  scanItem,
} from '../../../service/verification/scan-records';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';

const PLACE_KEY = createSecretKey(Buffer.alloc(32, 1));
const SCAN: Scan = { pseudonym: 'p', epoch: 7, place: ['suikang', 'gate-1'], bound: true };

/** A store that answers when it is told to. */
class FrozenStore extends MemoryControlStore {
  private readonly waiting: (() => void)[] = [];

  override async put(item: ControlItem): Promise<void> {
    await new Promise<void>((resolve) => this.waiting.push(resolve));
    return super.put(item);
  }

  thaw(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function create(control = new MemoryControlStore()) {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const losses: (() => void)[] = [];
  const records = new ScanRecords({
    control,
    clock,
    placeKey: PLACE_KEY,
    onFailure: (error) => failures.push(error),
    patience: (_ms, callback) => {
      losses.push(callback);
      return () => undefined;
    },
  });
  const losePatience = () => {
    for (const lose of losses) lose();
  };
  return { records, control, clock, failures, losePatience };
}

test('one name of a place in two channels is two places', async () => {
  const { records } = create();
  await records.warningsOf(SCAN);
  expect(await records.warningsOf({ ...SCAN, place: ['yueshengshi', 'gate-1'] })).toEqual([
    'replayed',
  ]);
});

test('another epoch of a phone at another place is a person who walks', async () => {
  const { records } = create();
  await records.warningsOf(SCAN);
  expect(await records.warningsOf({ ...SCAN, epoch: 77, place: ['suikang', 'gate-2'] })).toEqual(
    [],
  );
});

test('another person at another place is another person', async () => {
  const { records } = create();
  await records.warningsOf(SCAN);
  const other = { ...SCAN, pseudonym: 'q', place: ['suikang', 'gate-2'] as const };
  expect(await records.warningsOf(other)).toEqual([]);
});

test('a scan is kept for minutes, under the pseudonym and no name of the place', () => {
  const { name, ...item } = scanItem(SCAN, PLACE_KEY, 10_500);
  expect(item).toEqual({ topic: 'scan#p', at: 10_500, expiresAt: 10 + SCAN_KEPT_SECONDS });
  expect(name).toMatch(/^7#[\w-]{11}$/);
  expect(scanItem({ ...SCAN, pseudonym: 'q' }, PLACE_KEY, 0).name).not.toBe(name);
});

test('a place cannot be tried out without the key', () => {
  const { name } = scanItem(SCAN, PLACE_KEY, 0);
  const guess = createHash('sha256').update(JSON.stringify([SCAN.pseudonym, ...SCAN.place]));
  expect(name).not.toBe(`7#${guess.digest().toString('base64url', 0, 8)}`);
  expect(scanItem(SCAN, createSecretKey(Buffer.alloc(32, 2)), 0).name).not.toBe(name);
  expect(scanItem(SCAN, createSecretKey(Buffer.alloc(32, 1)), 0).name).toBe(name);
});

test('a person at the gate does not wait for a store that stands still', async () => {
  const control = new FrozenStore();
  const { records, losePatience } = create(control);
  const warnings = records.warningsOf(SCAN);
  losePatience();
  expect(await warnings).toEqual(['replay-unchecked']);
});

test('a store that stands still is asked for no more than a bound, and again once it moves', async () => {
  const control = new FrozenStore();
  const { records, losePatience } = create(control);
  const first = Array.from({ length: SCANS_UNDER_WAY }, () => records.warningsOf(SCAN));
  expect(await records.warningsOf(SCAN)).toEqual(['replay-unchecked']);
  losePatience();
  await Promise.all(first);
  // Their calls are still under way.
  expect(await records.warningsOf(SCAN)).toEqual(['replay-unchecked']);
  control.thaw();
  while (control.items.size === 0) await new Promise(setImmediate);
  await new Promise(setImmediate);
  const again = records.warningsOf(SCAN);
  control.thaw();
  expect(await again).toEqual([]);
});

test('a store that refuses is told of, and the answer comes at once', async () => {
  const { records, control, failures } = create();
  control.answers = false;
  expect(await records.warningsOf(SCAN)).toEqual(['replay-unchecked']);
  expect(failures).toHaveLength(1);
});
