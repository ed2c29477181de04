import { evacuationItem, heartbeatItem } from '../../../service/evacuation/control-items';
import { CONTROL_POLL_SECONDS, ControlPoller } from '../../../service/evacuation/control-poller';
import { HEARTBEAT_SECONDS, HeartbeatWriter } from '../../../service/evacuation/heartbeat-writer';
import { ManualClock } from '../fixtures/manual-clock';
import { MemoryControlStore } from '../fixtures/memory-stores';

const settle = () => new Promise(setImmediate);

const ORDER = evacuationItem({
  region: 'region-a',
  order: 'evacuate',
  via: 'both',
  atMs: 1,
  by: 'operator',
  reason: 'drill',
});

function poller() {
  const store = new MemoryControlStore();
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  return { store, clock, failures, poller: new ControlPoller({ store, clock, onFailure }) };
}

test('reads at once and then every few seconds, until it is stopped', async () => {
  const { store, clock, poller: control } = poller();
  control.start();
  await control.firstRead;
  expect(control.view.orders).toEqual([]);
  await store.put(ORDER);
  clock.advance(CONTROL_POLL_SECONDS);
  await settle();
  expect(control.view.orders).toMatchObject([{ region: 'region-a', order: 'evacuate' }]);
  control.stop();
  expect(clock.waiting).toBe(0);
});

test('keeps the last good copy while the table cannot be read', async () => {
  const { store, failures, poller: control } = poller();
  await store.put(ORDER);
  await control.refresh();
  store.answers = false;
  await control.refresh();
  expect(failures).toHaveLength(1);
  expect(control.view.orders).toHaveLength(1);
});

test('an item that cannot be read does not hide the others', async () => {
  const { store, poller: control } = poller();
  await store.put(ORDER);
  await store.put({ topic: 'evacuation', name: 'region-b', order: 7 });
  await store.put({ topic: 'heartbeat', name: 'region-b' });
  await control.refresh();
  expect(control.view.orders).toHaveLength(1);
  expect(control.view.heartbeats).toEqual([]);
});

test('does not read again while it reads', async () => {
  const { store, poller: control } = poller();
  let reads = 0;
  store.topic = async () => {
    reads += 1;
    await settle();
    return [];
  };
  await Promise.all([control.refresh(), control.refresh()]);
  expect(reads).toBe(2);
});

test('a heartbeat is written at once and every 5 s, with the state of that moment', async () => {
  const store = new MemoryControlStore();
  const clock = new ManualClock();
  const failures: unknown[] = [];
  let state: 'serving' | 'evacuated' = 'serving';
  const writer = new HeartbeatWriter({
    region: 'region-a',
    originName: 'a.origin',
    store,
    clock,
    state: () => state,
    onFailure: (error) => failures.push(error),
  });
  const expected = (now: number) =>
    heartbeatItem({ region: 'region-a', originName: 'a.origin', state, atMs: now });
  writer.start();
  await settle();
  expect([...store.items.values()]).toEqual([expected(clock.now())]);
  state = 'evacuated';
  clock.advance(HEARTBEAT_SECONDS);
  await settle();
  expect([...store.items.values()]).toEqual([expected(clock.now())]);
  store.answers = false;
  clock.advance(HEARTBEAT_SECONDS);
  await settle();
  expect(failures).toHaveLength(1);
  writer.stop();
  expect(clock.waiting).toBe(0);
});
