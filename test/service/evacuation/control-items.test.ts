import {
  EXPIRY_ATTRIBUTE,
  evacuationItem,
  HEARTBEAT_KEPT_SECONDS,
  heartbeatItem,
  readEvacuation,
  readHeartbeat,
} from '../../../service/evacuation/control-items';
import { HEARTBEAT_LIFE_SECONDS } from '../../../service/evacuation/decisions';

const ORDER = {
  region: 'ap-southeast-1',
  order: 'evacuate',
  via: 'both',
  atMs: 1_641_774_660_000,
  by: 'operator',
  reason: 'drill',
} as const;

const BEAT = {
  region: 'ap-southeast-1',
  state: 'serving',
  originName: 'ap-southeast-1.origin.code.example.org',
  atMs: 1_641_774_660_000,
} as const;

test('an order is an item of the topic evacuation named after its region', () => {
  expect(evacuationItem(ORDER)).toEqual({
    topic: 'evacuation',
    name: 'ap-southeast-1',
    order: 'evacuate',
    via: 'both',
    at: 1_641_774_660_000,
    by: 'operator',
    reason: 'drill',
  });
});

test('orders and heartbeats read back as they were written', () => {
  expect(readEvacuation(evacuationItem(ORDER))).toEqual(ORDER);
  const ending = { ...ORDER, untilMs: ORDER.atMs + 1 };
  expect(readEvacuation(evacuationItem(ending))).toEqual(ending);
  expect(readHeartbeat(heartbeatItem(BEAT))).toEqual(BEAT);
});

test('a heartbeat leaves the table a day after it was written, in the seconds that tables count', () => {
  expect(heartbeatItem(BEAT)[EXPIRY_ATTRIBUTE]).toBe(1_641_774_660 + 24 * 60 * 60);
  expect(EXPIRY_ATTRIBUTE).toBe('expiresAt');
  expect(HEARTBEAT_KEPT_SECONDS).toBeGreaterThan(HEARTBEAT_LIFE_SECONDS);
});

test.each(['evacuate', 'return'] as const)('an order to %s never leaves the table', (order) => {
  const ending = { ...ORDER, order, untilMs: ORDER.atMs + 1 };
  expect(evacuationItem(ending)).not.toHaveProperty(EXPIRY_ATTRIBUTE);
});

test.each([
  ['an unknown order', { order: 'leave' }],
  ['an unknown path', { via: 'all' }],
  ['a time that is no number', { at: '2022-01-10' }],
])('fails to read %s', (_what, change) => {
  expect(readEvacuation({ ...evacuationItem(ORDER), ...change })).toBeUndefined();
});

test('fails to read a heartbeat of an unknown state', () => {
  expect(readHeartbeat({ ...heartbeatItem(BEAT), state: 'tired' })).toBeUndefined();
});
