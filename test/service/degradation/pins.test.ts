import * as fc from 'fast-check';
import { pinFor, pinItem, readPins } from '../../../service/degradation/pins';
import { runs } from '../fixtures/runs';

const PIN = {
  name: 'all',
  level: 2,
  atMs: 1_641_772_260_000,
  by: 'operator',
  reason: 'load',
} as const;

test('a pin is read as it was written', () => {
  const pin = { ...PIN, untilMs: PIN.atMs + 60_000 };
  expect(readPins([pinItem(pin)], () => undefined)).toEqual([pin]);
});

test.each([
  ['nanoseconds', 1.7e18],
  ['an instant before 1970', -1],
  ['no number', Number.NaN],
])(
  'fails to read a pin that ends at %s: it is named and skipped, and nothing stops',
  (_, untilMs) => {
    const unreadable: string[] = [];
    expect(readPins([pinItem({ ...PIN, untilMs })], (name) => unreadable.push(name))).toEqual([]);
    expect(unreadable).toEqual(['all']);
  },
);

test('fails to read a pin whose attributes are of another type, and says which', () => {
  const unreadable: string[][] = [];
  const item = { ...pinItem(PIN), level: '1', until: '2026' };
  expect(readPins([item], (...said) => unreadable.push(said))).toEqual([]);
  const [[name, why = ''] = []] = unreadable;
  expect(name).toBe('all');
  expect(why).toMatch(/^level: .+; until: .+number/);
  expect(why).not.toContain('2026');
});

test('whatever an item holds, what is read can be said as a date', () => {
  const anything = fc.oneof(fc.double(), fc.integer(), fc.string(), fc.constant(undefined));
  fc.assert(
    fc.property(anything, anything, (at, until) => {
      const item = { ...pinItem(PIN), at, until };
      for (const { atMs, untilMs = 0 } of readPins([item], () => undefined)) {
        expect(new Date(atMs).toISOString()).toBeDefined();
        expect(new Date(untilMs).toISOString()).toBeDefined();
      }
    }),
    { numRuns: runs(200) },
  );
});

test('of two orders the newest holds, and an ended one does not', () => {
  const ended = { ...PIN, level: 4 as const, atMs: PIN.atMs + 2, untilMs: PIN.atMs + 3 };
  const newer = { ...PIN, level: 1 as const, name: 'ap-southeast-1', atMs: PIN.atMs + 1 };
  expect(pinFor([PIN, newer, ended], 'ap-southeast-1', PIN.atMs + 10)).toBe(newer);
  expect(pinFor([PIN, newer, ended], 'ap-northeast-1', PIN.atMs + 10)).toBe(PIN);
});
