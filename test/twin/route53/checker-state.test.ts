import fc from 'fast-check';
import {
  afterResult,
  type CheckerState,
  INITIAL_CHECKER_STATE,
} from '../../../lib/twin/route53/checker-state';

const HEALTHY: CheckerState = { healthy: true, contradictions: 0 };
const UNHEALTHY: CheckerState = { healthy: false, contradictions: 0 };

function beliefs(start: CheckerState, results: string, failureThreshold: number): string {
  let state = start;
  return [...results]
    .map((result) => {
      state = afterResult(state, result === 'S', failureThreshold);
      return state.healthy ? 'H' : 'U';
    })
    .join('');
}

// Developer guide, "Values that you specify when you create or update health checks", Failure threshold:
// consecutive results that change the status "from healthy to unhealthy or vice versa".
test.each([
  ['E2', HEALTHY, 'FFSFFF', 3, 'HHHHHU'],
  ['E3', UNHEALTHY, 'SSFSSS', 3, 'UUUUUH'],
  ['threshold 1', HEALTHY, 'FSF', 1, 'UHU'],
  ['threshold 10', HEALTHY, 'FFFFFFFFFF', 10, 'HHHHHHHHHU'],
])(
  '%s: from %o the results %s at threshold %i give %s',
  (_rule, start, results, threshold, expected) => {
    expect(beliefs(start, results, threshold)).toBe(expected);
  },
);

test('E10: a new checker believes in the endpoint', () => {
  expect(INITIAL_CHECKER_STATE.healthy).toBe(true);
});

test('a belief is turned exactly by a run of contradicting results as long as the threshold', () => {
  const runs = fc.array(fc.boolean(), { maxLength: 60 });
  fc.assert(
    fc.property(runs, fc.integer({ min: 1, max: 10 }), (results, threshold) => {
      let state = INITIAL_CHECKER_STATE;
      let healthy = true;
      results.forEach((passed, index) => {
        state = afterResult(state, passed, threshold);
        const run = results.slice(Math.max(0, index + 1 - threshold), index + 1);
        if (run.length === threshold && run.every((result) => result === passed)) healthy = passed;
        expect(state.healthy).toBe(healthy);
      });
    }),
  );
});
