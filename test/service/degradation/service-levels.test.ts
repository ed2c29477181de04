import fc from 'fast-check';
import { CALM_SECONDS } from '../../../service/degradation/ladder';
import { type Pin, pinFor, pinItem, readPins } from '../../../service/degradation/pins';
import type { Level, ServiceLevel } from '../../../service/degradation/service-level';
import { ServiceLevels } from '../../../service/degradation/service-levels';
import { SignalCounts } from '../../../service/degradation/signals';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';
import { runs } from '../fixtures/runs';

const REGION = 'ap-southeast-1';

const settle = () => new Promise(setImmediate);

function create() {
  const clock = new ManualClock();
  const control = new MemoryControlStore();
  const store = { failureShare: 0, p90Ms: 5, calls: 100 };
  const changes: ServiceLevel[] = [];
  const unreadable: string[] = [];
  const levels = new ServiceLevels({
    region: REGION,
    control,
    clock,
    signals: new SignalCounts(),
    store: () => store,
    loopDelay: { read: () => 0, start: () => undefined, stop: () => undefined },
    memoryShare: () => 0,
    onChange: (level) => changes.push(level),
    onFailure: (error) => {
      throw error;
    },
    onUnreadable: (name) => unreadable.push(name),
  });
  levels.start();
  return { clock, control, store, changes, unreadable, levels };
}

async function pass(clock: ManualClock, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    clock.advance(1);
    await settle();
  }
}

const pin = (level: Level | undefined, atMs: number, more: Partial<Pin> = {}): Pin => ({
  name: 'all',
  atMs,
  by: 'operator',
  reason: 'drill',
  ...(level !== undefined && { level }),
  ...more,
});

test('begins as usual, with both panels', () => {
  const { levels } = create();
  expect(levels.current).toMatchObject({ level: 0, reason: 'none', pinned: false });
  expect(levels.current.panels.map(({ state }) => state)).toEqual(['full', 'full']);
});

test('a store that fails is told with its reason, and told once', async () => {
  const { clock, store, levels, changes } = create();
  store.failureShare = 0.2;
  await pass(clock, 2);
  expect(levels.current).toMatchObject({ level: 3, reason: 'store' });
  expect(levels.current.panels).toMatchObject([
    { panel: 'test', state: 'summary', reason: 'store' },
    { panel: 'vaccination', state: 'off', reason: 'store' },
  ]);
  await pass(clock, 20);
  expect(changes).toHaveLength(1);
});

test('what is off promises nothing while its cause lasts, and then as long as calm takes', async () => {
  const { clock, store, levels, changes } = create();
  const untils = () => levels.current.panels.map(({ until }) => until);
  store.failureShare = 0.2;
  await pass(clock, 2);
  await pass(clock, 3 * CALM_SECONDS);
  expect(untils()).toEqual([undefined, undefined]);
  expect(changes).toHaveLength(1);

  store.failureShare = 0;
  await pass(clock, 1);
  const at = (levelsLess: number) =>
    new Date(clock.now() + levelsLess * CALM_SECONDS * 1000).toISOString();
  const [tests, vaccinations] = [at(2), at(3)];
  expect(untils()).toEqual([tests, vaccinations]);
  await pass(clock, 2 * CALM_SECONDS);
  expect(levels.current.level).toBe(1);
  expect(untils()).toEqual([undefined, vaccinations]);
  await pass(clock, CALM_SECONDS);
  expect(levels.current).toMatchObject({ level: 0, reason: 'none' });
});

test('what an operator has pinned without an end promises none', async () => {
  const { clock, control, levels } = create();
  await control.put(pinItem(pin(2, clock.now())));
  await pass(clock, 2 * CALM_SECONDS);
  expect(levels.current.panels).toEqual([
    { panel: 'test', state: 'summary', reason: 'pinned' },
    { panel: 'vaccination', state: 'off', reason: 'pinned' },
  ]);
  const untilMs = clock.now() + 600_000;
  await control.put(pinItem(pin(2, clock.now(), { untilMs })));
  await pass(clock, 4);
  expect(levels.current.panels[0]?.until).toBe(new Date(untilMs).toISOString());
});

test('an operator’s pin wins until it ends', async () => {
  const { clock, control, store, levels } = create();
  const untilMs = clock.now() + 60_000;
  await control.put(pinItem(pin(1, clock.now(), { untilMs })));
  store.failureShare = 1;
  await pass(clock, 10);
  expect(levels.current).toMatchObject({ level: 1, reason: 'pinned', pinned: true });
  expect(levels.current.panels[1]?.until).toBe(new Date(untilMs).toISOString());
  await pass(clock, 51);
  expect(levels.current).toMatchObject({ level: 4, reason: 'store', pinned: false });
});

test('a pin that cannot be read is skipped and reported; others hold', async () => {
  const { clock, control, levels, unreadable } = create();
  await control.put({ topic: 'service-level', name: REGION, level: 9, at: 1 });
  await control.put(pinItem(pin(2, clock.now())));
  await pass(clock, 4);
  expect(levels.current).toMatchObject({ level: 2, pinned: true });
  expect(new Set(unreadable)).toEqual(new Set([REGION]));
});

test('while pins cannot be read the last good ones hold', async () => {
  const { clock, control, levels } = create();
  await control.put(pinItem(pin(2, clock.now())));
  await pass(clock, 4);
  control.topic = async () => [];
  expect(levels.current.level).toBe(2);
});

test('the newest pin wins, that of the region over that of all at the same time', () => {
  const pins = [pin(1, 5), pin(3, 5, { name: REGION }), pin(4, 4), pin(2, 9, { name: 'other' })];
  expect(pinFor(pins, REGION, 10)?.level).toBe(3);
  expect(pinFor([...pins, pin(undefined, 6)], REGION, 10)).toBeUndefined();
});

test('any pin is read as it was stored', () => {
  const pins = fc.record({
    name: fc.constantFrom('all', REGION),
    level: fc.constantFrom<Level>(0, 1, 2, 3, 4),
    atMs: fc.nat(),
    untilMs: fc.nat(),
    by: fc.string(),
    reason: fc.string(),
  });
  fc.assert(
    fc.property(pins, (one) => {
      expect(readPins([pinItem(one)], () => undefined)).toEqual([one]);
    }),
    { numRuns: runs(100) },
  );
});
