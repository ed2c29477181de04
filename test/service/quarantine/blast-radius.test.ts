import * as fc from 'fast-check';
import {
  BlastRadius,
  BREAKER_PEOPLE,
  BREAKER_WINDOW_SECONDS,
  PEOPLE_REMEMBERED,
} from '../../../service/quarantine/blast-radius';
import type { Impact } from '../../../service/quarantine/impact';
import { ManualClock } from '../fixtures/manual-clock';
import { sourceOwner } from '../fixtures/partner';
import { runs } from '../fixtures/runs';

const OWNER = sourceOwner('lab', { nonGreenShare: 0.2 });

/** People numbered from `from`, of whom the first `turned` leave green. */
function impact(people: number, turned: number, from = 0): Impact {
  const all = Array.from({ length: people }, (_, at) => `person-${from + at}`);
  return { people: new Set(all), turned: new Set(all.slice(0, turned)), red: new Set() };
}

test.each([
  ['nineteen people, all of them', 19, 19, false],
  ['twenty people, all of them', 20, 20, true],
  ['twenty of a hundred, its whole share', 100, 20, false],
  ['twenty-one of a hundred', 100, 21, true],
  ['nobody', 100, 0, false],
])('%s: %d people, %d turned, trips %s', (_what, people, turned, trips) => {
  expect(new BlastRadius(new ManualClock()).trips(OWNER, impact(people, turned))).toBe(trips);
});

test('small batches pass no more than a large one, until the window has gone by', () => {
  const clock = new ManualClock();
  const breaker = new BlastRadius(clock);
  const passed = (from: number) => !breaker.trips(OWNER, impact(1, 1, from));
  const first = Array.from({ length: 100 }, (_, at) => passed(at));
  expect(first.filter(Boolean)).toHaveLength(BREAKER_PEOPLE - 1);
  clock.advance(BREAKER_WINDOW_SECONDS - 1);
  expect(passed(200)).toBe(false);
  clock.advance(1);
  expect(passed(201)).toBe(true);
});

test('repeating people dilutes nothing, and a person is counted once', () => {
  const breaker = new BlastRadius(new ManualClock());
  for (let at = 0; at < 100; at += 1) breaker.trips(OWNER, impact(10, 0));
  expect(breaker.trips(OWNER, impact(19, 19, 100))).toBe(false);
  for (let at = 0; at < 100; at += 1) expect(breaker.trips(OWNER, impact(19, 19, 100))).toBe(false);
  expect(breaker.trips(OWNER, impact(1, 1, 500))).toBe(true);
});

test('a batch that trips is not counted, and what helps is never held', () => {
  const breaker = new BlastRadius(new ManualClock());
  expect(breaker.trips(OWNER, impact(100, 100))).toBe(true);
  expect(breaker.trips(OWNER, impact(19, 19, 200))).toBe(false);
  expect(breaker.trips(OWNER, impact(100, 0, 300))).toBe(false);
});

test('sources are judged apart, each by its own share', () => {
  const breaker = new BlastRadius(new ManualClock());
  breaker.trips(OWNER, impact(19, 19));
  expect(breaker.trips(sourceOwner('other'), impact(19, 19, 50))).toBe(false);
  expect(breaker.trips(sourceOwner('all', { nonGreenShare: 1 }), impact(100, 100))).toBe(false);
  expect(breaker.trips(sourceOwner('none', { nonGreenShare: 0 }), impact(100, 20))).toBe(true);
});

test('what is remembered is bounded, and judged by the newest', () => {
  const breaker = new BlastRadius(new ManualClock());
  for (let from = 0; from < 4 * PEOPLE_REMEMBERED; from += 100) {
    breaker.trips(OWNER, impact(100, 0, from));
  }
  const allowed = Math.floor(0.2 * (PEOPLE_REMEMBERED + 100));
  let turned = 0;
  for (let from = 1e6; turned < PEOPLE_REMEMBERED; from += 1) {
    if (breaker.trips(OWNER, impact(1, 1, from))) break;
    turned += 1;
  }
  expect(turned).toBeLessThanOrEqual(allowed);
  expect(turned).toBeGreaterThan(BREAKER_PEOPLE);
});

test('however people are split into batches, no more pass in a window than one batch could hold', () => {
  const batch = fc.record({
    from: fc.integer({ min: 0, max: 150 }),
    people: fc.integer({ min: 1, max: 60 }),
    turned: fc.integer({ min: 0, max: 60 }),
    seconds: fc.integer({ min: 0, max: 200 }),
  });
  fc.assert(
    fc.property(
      fc.array(batch, { maxLength: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (batches, nonGreenShare) => {
        const clock = new ManualClock();
        const breaker = new BlastRadius(clock);
        const owner = sourceOwner('lab', { nonGreenShare });
        const passed: { atMs: number; impact: Impact }[] = [];
        for (const { from, people, turned, seconds } of batches) {
          clock.advance(seconds);
          const one = impact(people, Math.min(turned, people), from);
          if (breaker.trips(owner, one)) continue;
          passed.push({ atMs: clock.now(), impact: one });
          if (one.turned.size === 0) continue;
          const sinceMs = clock.now() - BREAKER_WINDOW_SECONDS * 1000;
          const recent = passed.filter(({ atMs }) => atMs > sinceMs);
          const all = new Set(recent.flatMap((each) => [...each.impact.people]));
          const non = new Set(recent.flatMap((each) => [...each.impact.turned]));
          const isWithin = non.size < BREAKER_PEOPLE || non.size <= nonGreenShare * all.size;
          expect(isWithin).toBe(true);
        }
      },
    ),
    { numRuns: runs(300) },
  );
});
