import { judge } from '../../lib/drill/verdict';
import {
  atSecond,
  BOOTED_AT,
  HEALTHY_AT,
  LOST_AT,
  measurementOf,
  recovering,
  type Second,
  SHIFTED_AT,
} from './measurement-factory';

const OBJECTIVES = { rtoSeconds: 180, rpoSeconds: 5, servedRatio: 0.999 };

function codesOf(verdict: ReturnType<typeof judge>): string[] {
  return verdict.deviations.map(({ code }) => code);
}

describe('judge', () => {
  test('a recovery within the objectives does not deviate', () => {
    const verdict = judge(measurementOf(), OBJECTIVES);

    expect(verdict).toMatchObject({ status: 'completed', deviated: false, deviations: [] });
    expect(verdict.servedRatioOutsideRecovery).toBe(1);
    expect(verdict.total.lost).toBe(2 * (SHIFTED_AT - LOST_AT));
  });

  test('the phases tell where the requests of each stretch went', () => {
    const { phases } = judge(measurementOf(), OBJECTIVES);

    expect(phases.map(({ name, shareByRegion }) => [name, shareByRegion])).toEqual([
      ['before the loss', { a: 0.5, b: 0.5 }],
      ['detect and shift', { a: 0.5, b: 0.5 }],
      ['one region down', { a: expect.closeTo(0, 1), b: expect.closeTo(1, 1) }],
      ['after the return', { a: 0.5, b: 0.5 }],
    ]);
    expect(phases.reduce((sum, { tally }) => sum + tally.sent, 0)).toBe(
      judge(measurementOf(), OBJECTIVES).total.sent,
    );
  });

  const stays: Second = (second) =>
    second >= LOST_AT && second < BOOTED_AT
      ? [['a', 'lost']]
      : second < HEALTHY_AT
        ? [['a', 'served']]
        : recovering(second);
  const strayLoss: Second = (second) =>
    second === 10
      ? [
          ['b', 'lost'],
          ['b', 'served'],
        ]
      : recovering(second);
  const neverBack: Second = (second) =>
    second >= HEALTHY_AT ? [['b', 'served']] : recovering(second);

  test.each([
    ['the recovery took too long', measurementOf(stays), ['KAPOK_DRILL_RTO']],
    [
      'users never recovered',
      measurementOf((second) => [['b', second < LOST_AT ? 'served' : 'lost']]),
      ['KAPOK_DRILL_NOT_RECOVERED', 'KAPOK_DRILL_REGION_NOT_BACK'],
    ],
    [
      'requests were lost before the fault',
      measurementOf(strayLoss),
      ['KAPOK_DRILL_LOST_OUTSIDE_RECOVERY'],
    ],
    [
      'requests were refused outside the recovery window',
      measurementOf((second) => (second < 30 ? [['b', 'refused']] : recovering(second))),
      ['KAPOK_DRILL_SERVED_RATIO'],
    ],
    [
      'an acknowledged fact is missing',
      measurementOf(recovering, {
        facts: { acknowledged: 10, presentByRegion: { a: 9, b: 10 }, lost: 1 },
      }),
      ['KAPOK_DRILL_FACTS_LOST'],
    ],
    [
      'replication lagged',
      measurementOf(recovering, { replicationLagSec: 5.1 }),
      ['KAPOK_DRILL_RPO'],
    ],
    ['users did not return', measurementOf(neverBack), ['KAPOK_DRILL_REGION_NOT_BACK']],
  ])('fails the hypothesis when %s', (_, measurement, codes) => {
    const verdict = judge(measurement, OBJECTIVES);

    expect(verdict).toMatchObject({ status: 'completed', deviated: true });
    expect(codesOf(verdict)).toEqual(codes);
  });

  test('says how much was lost when users never recovered', () => {
    const verdict = judge(
      measurementOf((second) => [['b', second < LOST_AT ? 'served' : 'lost']]),
      OBJECTIVES,
    );

    expect(verdict.deviations[0]?.got).toBe('1200 requests lost after the loss of a');
  });

  test('a request under way when the region is lost counts as lost with it', () => {
    const whole = measurementOf();
    const underWay = {
      sentAtMs: atSecond(LOST_AT) - 1,
      endedAtMs: atSecond(LOST_AT) + 1,
      channel: 'large',
      region: 'a',
      outcome: 'lost' as const,
    };

    const verdict = judge({ ...whole, samples: [...whole.samples, underWay] }, OBJECTIVES);

    expect(verdict.deviations).toEqual([]);
    expect(verdict.phases[0]?.tally.lost).toBe(0);
  });

  test.each([
    ['the fault hit nothing', measurementOf(recovering, { targetsHit: 0 })],
    ['nobody sent a request', measurementOf(() => [])],
    [
      'nobody sent a request after the loss',
      measurementOf((second) => (second < LOST_AT ? recovering(second) : [])),
    ],
  ])('fails as a procedure when %s', (_, measurement) => {
    expect(judge(measurement, OBJECTIVES).status).toBe('failed');
  });
});
