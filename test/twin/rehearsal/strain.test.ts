import type { Deviation, DeviationCode } from '../../../lib/drill/verdict';
import { refuseToBlameDesign, STRAINED } from '../../../lib/twin/rehearsal/strain';

const TOO_SLOW = expect.objectContaining({ code: 'KAPOK_TWIN_TOO_SLOW', exitCode: 3 });
const SLOW = { latencyP99Ms: STRAINED.latencyP99Ms + 1, latenessP99Ms: 0 };
const LATE = { latencyP99Ms: 10, latenessP99Ms: STRAINED.latenessP99Ms + 1 };

function verdictOf(...codes: DeviationCode[]) {
  const deviations: Deviation[] = codes.map((code) => ({ code, what: '', got: '', allowed: '' }));
  return { deviations };
}

describe('refuseToBlameDesign', () => {
  test.each([
    ['answers came slowly', SLOW],
    ['requests were sent late', LATE],
  ])('fails when %s and something deviated', (_, strain) => {
    const verdict = verdictOf('KAPOK_DRILL_LOST_OUTSIDE_RECOVERY');

    expect(() => refuseToBlameDesign(verdict, strain)).toThrow(TOO_SLOW);
  });

  test('lets a deviation stand on a machine that kept up', () => {
    expect(() => refuseToBlameDesign(verdictOf('KAPOK_DRILL_RTO'), STRAINED)).not.toThrow();
  });

  test('lets a verdict without deviation stand, however slow the machine', () => {
    expect(() => refuseToBlameDesign(verdictOf(), SLOW)).not.toThrow();
  });

  test('lets lost facts stand, however slow the machine', () => {
    const verdict = verdictOf('KAPOK_DRILL_RTO', 'KAPOK_DRILL_FACTS_LOST');

    expect(() => refuseToBlameDesign(verdict, SLOW)).not.toThrow();
  });
});
