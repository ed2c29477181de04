import type { EvacuationOrder, Heartbeat } from '../../../service/evacuation/control-items';
import {
  type ControlView,
  HEARTBEAT_LIFE_SECONDS,
  obeysOwnEvacuation,
  ordersInForce,
  speaksFor,
  stateOf,
} from '../../../service/evacuation/decisions';

const NOW = Date.parse('2022-01-10T00:31:00Z');
const [A, B, C] = ['region-a', 'region-b', 'region-c'] as const;

function beat(region: string, more: Partial<Heartbeat> = {}): Heartbeat {
  return { region, state: 'serving', originName: `${region}.origin`, atMs: NOW - 1_000, ...more };
}

function order(region: string, more: Partial<EvacuationOrder> = {}): EvacuationOrder {
  const base = { order: 'evacuate', via: 'both', atMs: NOW - 10_000 } as const;
  return { region, ...base, by: 'operator', reason: 'drill', ...more };
}

function view(heartbeats: Heartbeat[], orders: EvacuationOrder[]): ControlView {
  return { heartbeats, orders };
}

const from = (region: string, nowMs = NOW) => ({ region, nowMs });

describe('two regions, one evacuated', () => {
  const evacuated = view([beat(A), beat(B)], [order(A)]);

  test('it leaves and the other speaks for it', () => {
    expect(obeysOwnEvacuation(evacuated, from(A))).toBe(true);
    expect(stateOf(evacuated, from(A))).toBe('evacuated');
    expect(speaksFor(evacuated, from(B), A)).toBe(true);
  });

  test('the other serves and nobody speaks for it', () => {
    expect(obeysOwnEvacuation(evacuated, from(B))).toBe(false);
    expect(stateOf(evacuated, from(B))).toBe('serving');
    expect(speaksFor(evacuated, from(A), B)).toBe(false);
  });

  test('no region speaks for itself or for one nobody ordered away', () => {
    expect(speaksFor(evacuated, from(A), A)).toBe(false);
    expect(speaksFor(evacuated, from(B), 'region-z')).toBe(false);
  });
});

test.each([
  ['own', true, false],
  ['peer', false, true],
  ['both', true, true],
] as const)('via %s: obeyed %s, spoken for %s', (via, obeyed, spoken) => {
  const both = view([beat(A), beat(B)], [order(A, { via })]);
  expect(obeysOwnEvacuation(both, from(A))).toBe(obeyed);
  expect(speaksFor(both, from(B), A)).toBe(spoken);
  expect(stateOf(both, from(A))).toBe('evacuated');
});

test.each([
  ['a return', { order: 'return' }],
  ['an evacuation that has ended', { untilMs: NOW }],
] as const)('%s moves nobody', (_what, more) => {
  const both = view([beat(A), beat(B)], [order(A, more)]);
  expect(ordersInForce(both, from(A)).size).toBe(0);
  expect(stateOf(both, from(A))).toBe('serving');
  expect(speaksFor(both, from(B), A)).toBe(false);
});

test('an evacuation holds until its last millisecond', () => {
  const both = view([beat(A), beat(B)], [order(A, { untilMs: NOW + 1 })]);
  expect(obeysOwnEvacuation(both, from(A))).toBe(true);
  expect(speaksFor(both, from(B), A)).toBe(true);
});

const LIFE_MS = HEARTBEAT_LIFE_SECONDS * 1000;

test.each([
  ['29.999 s old', NOW - LIFE_MS + 1, 'evacuated'],
  ['30 s old', NOW - LIFE_MS, 'serving'],
  ['from a clock 30 s ahead', NOW + LIFE_MS, 'serving'],
])('with the other heartbeat %s the evacuated region is %s', (_age, atMs, state) => {
  expect(stateOf(view([beat(A), beat(B, { atMs })], [order(A)]), from(A))).toBe(state);
});

test('a region stays while the other says that it is evacuated, even if nobody ordered so', () => {
  const stale = view([beat(A), beat(B, { state: 'evacuated' })], [order(A)]);
  expect(stateOf(stale, from(A))).toBe('serving');
  expect(obeysOwnEvacuation(stale, from(A))).toBe(false);
});

test('a region that is alone stays', () => {
  expect(stateOf(view([beat(A)], [order(A)]), from(A))).toBe('serving');
  expect(stateOf(view([], [order(A)]), from(A))).toBe('serving');
});

test('a mute region that is dead to all is still spoken for', () => {
  const mute = view([beat(A, { atMs: NOW - 120_000 }), beat(B)], [order(A, { via: 'peer' })]);
  expect(speaksFor(mute, from(B), A)).toBe(true);
});

describe('every region evacuated', () => {
  test('the newest order is void', () => {
    const all = view([beat(A), beat(B)], [order(A), order(B, { atMs: NOW - 5_000 })]);
    for (const observer of [A, B]) {
      expect([...ordersInForce(all, from(observer)).keys()]).toEqual([A]);
    }
    expect(speaksFor(all, from(B), A)).toBe(true);
    expect(speaksFor(all, from(A), B)).toBe(false);
  });

  test('of two orders of one instant the one with the last region name is void', () => {
    const all = view([beat(A), beat(B)], [order(B), order(A)]);
    expect([...ordersInForce(all, from(A)).keys()]).toEqual([A]);
  });

  test('the dead do not count: of the living someone serves', () => {
    const dead = beat(C, { atMs: NOW - 60_000 });
    const all = view(
      [beat(A), beat(B), dead],
      [order(A), order(B, { atMs: NOW - 5_000 }), order(C)],
    );
    expect(stateOf(all, from(B))).toBe('serving');
    expect(stateOf(all, from(A))).toBe('evacuated');
    expect(speaksFor(all, from(B), C)).toBe(true);
  });
});
