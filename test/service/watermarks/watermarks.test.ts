import * as fc from 'fast-check';
import { readWatermark, type Watermark } from '../../../service/watermarks/watermark-items';
import { WATERMARK_SECONDS, WatermarkWriter } from '../../../service/watermarks/watermark-writer';
import { WATERMARKS_EVERY_SECONDS, Watermarks } from '../../../service/watermarks/watermarks';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';
import { runs } from '../fixtures/runs';

const settle = () => new Promise(setImmediate);

function create() {
  const clock = new ManualClock();
  const store = new MemoryControlStore();
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const watermarks = new Watermarks({ control: store, clock, onFailure });
  let puts = 0;
  const writer = new WatermarkWriter({
    store: {
      topic: (topic) => store.topic(topic),
      put: (item) => {
        puts += 1;
        return store.put(item);
      },
    },
    clock,
    known: (name) => watermarks.tryFind(name),
    onFailure,
  });
  const stored = (name: string) => {
    const item = store.items.get(`watermark#${name}`);
    return item && readWatermark(item);
  };
  return { clock, store, failures, watermarks, writer, stored, puts: () => puts };
}

const mark = (minute: number, more: Partial<Watermark> = {}): Watermark => ({
  kind: 'visit',
  source: 'caict',
  recordAt: `2022-01-09T10:${String(minute).padStart(2, '0')}:00.000Z`,
  receivedAt: '2022-01-10T00:31:00.000Z',
  ...more,
});

test('the first is written at once, what follows once in ten seconds and at its newest', async () => {
  const { clock, writer, stored, puts } = create();
  writer.note(mark(10));
  expect(stored('visit#caict')).toEqual(mark(10));
  for (const minute of [30, 20, 25]) writer.note(mark(minute));
  expect([puts(), stored('visit#caict')]).toEqual([1, mark(10)]);
  clock.advance(WATERMARK_SECONDS);
  await settle();
  expect([puts(), stored('visit#caict')]).toEqual([2, mark(30)]);
  clock.advance(10 * WATERMARK_SECONDS);
  expect([puts(), clock.waiting]).toEqual([2, 0]);
});

test('kinds and sources are apart, and the table forgets a source that is gone', () => {
  const { writer, store } = create();
  writer.note(mark(1));
  writer.note(mark(2, { source: 'other' }));
  writer.note(mark(3, { kind: 'order' }));
  expect([...store.items.keys()]).toEqual([
    'watermark#visit#caict',
    'watermark#visit#other',
    'watermark#order#caict',
  ]);
  const days = (Date.parse('2022-02-09T00:31:00Z') - Date.parse('1970-01-01T00:00:00Z')) / 1000;
  for (const item of store.items.values()) expect(item.expiresAt).toBe(days);
});

test('fails to write without anybody noticing but the log, and writes when it can', async () => {
  const { clock, store, writer, failures, stored } = create();
  store.answers = false;
  writer.note(mark(10));
  await settle();
  expect(failures).toHaveLength(1);
  clock.advance(WATERMARK_SECONDS);
  await settle();
  expect(failures).toHaveLength(2);
  store.answers = true;
  clock.advance(WATERMARK_SECONDS);
  await settle();
  expect(stored('visit#caict')).toEqual(mark(10));
});

test('a process that is behind does not put the watermark back', async () => {
  const { clock, store, writer, watermarks, stored } = create();
  await store.put({ topic: 'watermark', name: 'visit#caict', ...mark(40) });
  watermarks.start();
  await watermarks.ready;
  writer.note(mark(10));
  expect(stored('visit#caict')).toEqual(mark(40));
  watermarks.stop();
  expect(clock.waiting).toBe(1);
});

test('writes no more once it is stopped', async () => {
  const { clock, writer, puts } = create();
  writer.note(mark(10));
  writer.note(mark(11));
  writer.stop();
  clock.advance(WATERMARK_SECONDS);
  await settle();
  expect(puts()).toBe(1);
});

test('of each kind the newest record of all sources is known, and kept while nothing is read', async () => {
  const { clock, store, watermarks, failures } = create();
  expect(watermarks.current).toEqual({});
  watermarks.start();
  await store.put({ topic: 'watermark', name: 'visit#a', ...mark(10, { source: 'a' }) });
  await store.put({ topic: 'watermark', name: 'visit#b', ...mark(20, { source: 'b' }) });
  await store.put({ topic: 'watermark', name: 'bad', kind: 'visit' });
  clock.advance(WATERMARKS_EVERY_SECONDS);
  await settle();
  expect(watermarks.current).toEqual({ visit: mark(20).recordAt });
  store.answers = false;
  clock.advance(WATERMARKS_EVERY_SECONDS);
  await settle();
  expect(watermarks.current).toEqual({ visit: mark(20).recordAt });
  expect(failures).toHaveLength(1);
});

test('whatever comes in whatever order, in the end the newest stands and writes were few', async () => {
  const steps = fc.array(
    fc.record({
      minute: fc.integer({ min: 0, max: 59 }),
      seconds: fc.integer({ min: 0, max: 15 }),
    }),
    { minLength: 1, maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const { clock, writer, stored, puts } = create();
      const startMs = clock.now();
      for (const { minute, seconds } of all) {
        writer.note(mark(minute));
        await settle();
        clock.advance(seconds);
        await settle();
      }
      const newest = Math.max(...all.map(({ minute }) => minute));
      clock.advance(WATERMARK_SECONDS);
      await settle();
      expect(stored('visit#caict')?.recordAt).toBe(mark(newest).recordAt);
      const windows = Math.floor((clock.now() - startMs) / 1000 / WATERMARK_SECONDS) + 1;
      expect(puts()).toBeLessThanOrEqual(windows);
    }),
    { numRuns: runs(50) },
  );
});
