import fc from 'fast-check';
import {
  CALM_SECONDS,
  ENTER_READINGS,
  firstState,
  type LadderState,
  step,
} from '../../../service/degradation/ladder';
import { LEVELS } from '../../../service/degradation/service-level';
import type { Signals } from '../../../service/degradation/signals';
import { wantedLevel } from '../../../service/degradation/wanted-level';
import { runs } from '../fixtures/runs';

const CALM: Signals = {
  requests: 1_000,
  shedShare: 0,
  codeShedShare: 0,
  queueDelayMs: 0.2,
  loopDelayMs: 2,
  store: { failureShare: 0, p90Ms: 8, calls: 500 },
  memoryShare: 0.3,
};

const store = (more: Partial<Signals['store']>) => ({ store: { ...CALM.store, ...more } });

test.each([
  ['nothing unusual', {}, 0, 'none'],
  ['1 % turned away', { shedShare: 0.01 }, 1, 'overload'],
  ['a mean wait of 10 ms', { queueDelayMs: 10 }, 1, 'overload'],
  ['a loop that stood still for 200 ms', { loopDelayMs: 200 }, 1, 'overload'],
  ['5 % turned away', { shedShare: 0.05 }, 2, 'overload'],
  ['85 % of the memory', { memoryShare: 0.85 }, 2, 'overload'],
  ['2 % of the codes turned away', { codeShedShare: 0.02 }, 3, 'overload'],
  ['a tenth of the store’s calls failing', store({ failureShare: 0.1 }), 3, 'store'],
  ['a store of 500 ms', store({ p90Ms: 500 }), 3, 'store'],
  ['30 % of the codes turned away', { codeShedShare: 0.3 }, 4, 'overload'],
  ['half of the store’s calls failing', store({ failureShare: 0.5 }), 4, 'store'],
  ['a store of 1.5 s', store({ p90Ms: 1_500 }), 4, 'store'],
  ['93 % of the memory', { memoryShare: 0.93 }, 4, 'overload'],
  ['shares of three requests', { requests: 3, shedShare: 1, codeShedShare: 1 }, 0, 'none'],
  ['three calls of the store', store({ failureShare: 1, calls: 3 }), 0, 'none'],
] as const)('%s asks for its level', (_what, more, level, reason) => {
  expect(wantedLevel({ ...CALM, ...more })).toMatchObject({ level, reason });
});

/** Steps once a second. */
function follow(state: LadderState, signals: Signals, seconds: number): LadderState {
  let last = state;
  for (let second = 0; second < seconds; second += 1) {
    last = step(last, signals, clockMs);
    clockMs += 1_000;
  }
  return last;
}

let clockMs = 0;
beforeEach(() => {
  clockMs = 0;
});

test('rises as far as is wanted within two seconds, and falls by one level each calm time', () => {
  let state = follow(firstState(0), { ...CALM, codeShedShare: 0.5 }, ENTER_READINGS);
  expect(state).toMatchObject({ level: 4, reason: 'overload', sinceMs: 1_000 });
  const levels: number[] = [];
  for (let times = 0; times < 4; times += 1) {
    state = follow(state, CALM, CALM_SECONDS + (times === 0 ? 1 : 0));
    levels.push(state.level);
  }
  expect(levels).toEqual([3, 2, 1, 0]);
  expect(state.reason).toBe('none');
});

test('one bad second changes nothing', () => {
  const state = follow(firstState(0), { ...CALM, shedShare: 1 }, 1);
  expect(follow(state, CALM, 1).level).toBe(0);
});

test('is held while more than half of its threshold is exceeded', () => {
  const raised = follow(firstState(0), { ...CALM, queueDelayMs: 10 }, 2);
  expect(follow(raised, { ...CALM, queueDelayMs: 6 }, 600).level).toBe(1);
  expect(follow(raised, { ...CALM, queueDelayMs: 4 }, CALM_SECONDS + 1).level).toBe(0);
});

const anySignals: fc.Arbitrary<Signals> = fc.record({
  requests: fc.constantFrom(0, 10, 1_000),
  shedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  codeShedShare: fc.double({ min: 0, max: 1, noNaN: true }),
  queueDelayMs: fc.double({ min: 0, max: 60, noNaN: true }),
  loopDelayMs: fc.double({ min: 0, max: 400, noNaN: true }),
  store: fc.record({
    failureShare: fc.double({ min: 0, max: 1, noNaN: true }),
    p90Ms: fc.integer({ min: 1, max: 3_000 }),
    calls: fc.constantFrom(0, 100),
  }),
  memoryShare: fc.double({ min: 0, max: 1, noNaN: true }),
});

const histories = fc.array(fc.oneof(anySignals, fc.constant(CALM)), { maxLength: 200 });

test('never falls within the calm time of a change, and never by more than one', () => {
  fc.assert(
    fc.property(histories, (history) => {
      let state = firstState(0);
      history.forEach((signals, second) => {
        const next = step(state, signals, second * 1_000);
        if (next.level < state.level) {
          expect(state.level - next.level).toBe(1);
          expect(next.sinceMs - state.sinceMs).toBeGreaterThanOrEqual(CALM_SECONDS * 1000);
        }
        expect(LEVELS).toContain(next.level);
        state = next;
      });
    }),
    { numRuns: runs(200) },
  );
});

test('the same readings give the same levels', () => {
  const play = (history: readonly Signals[]) =>
    history.reduce((state, signals, second) => step(state, signals, second * 1_000), firstState(0));
  fc.assert(
    fc.property(histories, (history) => expect(play(history)).toEqual(play(history))),
    { numRuns: runs(50) },
  );
});
