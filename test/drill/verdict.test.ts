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
      measurementOf((second) => [['a', second < LOST_AT ? 'served' : 'lost']]),
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

  const silentThenLost: Second = (second) => {
    if (second < LOST_AT) return recovering(second);
    if (second < LOST_AT + 31) return [];
    return second < HEALTHY_AT
      ? [
          ['a', 'lost'],
          ['b', 'served'],
        ]
      : recovering(second);
  };
  const oneLostEvery40Seconds: Second = (second) =>
    second > SHIFTED_AT && second < HEALTHY_AT && second % 40 === 0
      ? [
          ['a', 'lost'],
          ['b', 'served'],
        ]
      : recovering(second);
  const oneRequestAMinute: Second = (second) =>
    second < LOST_AT || second >= HEALTHY_AT
      ? recovering(second)
      : second % 60 === 0
        ? [['a', 'lost']]
        : [];

  test.each([
    ['nobody sent a request for a while', silentThenLost],
    ['stragglers went on losing requests', oneLostEvery40Seconds],
    ['hardly anybody sent a request', oneRequestAMinute],
  ])('a lull is not taken for recovery when %s', (_, each) => {
    const verdict = judge(measurementOf(each), OBJECTIVES);

    expect(verdict.deviated).toBe(true);
    expect(verdict.recovery?.rtoSec ?? Number.POSITIVE_INFINITY).toBeGreaterThan(180);
  });

  test('a region to which everything is sent in vain is not back', () => {
    const failingOpen = measurementOf((second) =>
      second < LOST_AT ? recovering(second) : [['a', 'lost']],
    );

    expect(codesOf(judge(failingOpen, OBJECTIVES))).toContain('KAPOK_DRILL_REGION_NOT_BACK');
  });

  test('a region that served few before need not serve many to be back', () => {
    const far: Second = (second) => {
      const home = Array.from({ length: 19 }, () => ['b', 'served'] as const);
      if (second >= LOST_AT && second < SHIFTED_AT) return [...home, ['a', 'lost']];
      return second < LOST_AT || second >= HEALTHY_AT ? [...home, ['a', 'served']] : home;
    };

    expect(judge(measurementOf(far), OBJECTIVES).deviations).toEqual([]);
  });

  test.each([
    ['the fault hit nothing', measurementOf(recovering, { targetsHit: 0 })],
    ['nobody sent a request', measurementOf(() => [])],
    [
      'nobody sent a request after the loss',
      measurementOf((second) => (second < LOST_AT ? recovering(second) : [])),
    ],
    [
      'a channel is hardly used',
      measurementOf(recovering, {
        samples: measurementOf().samples.filter(
          ({ channel }, at) => channel === 'large' || at % 100 === 2,
        ),
      }),
    ],
    ['the region had served nobody', measurementOf(() => [['b', 'served']])],
    ['Route 53 did not notice', measurementOf(recovering, { healthChanges: [] })],
    [
      'no fact was acknowledged',
      measurementOf(recovering, {
        facts: { acknowledged: 0, presentByRegion: { a: 0, b: 0 }, lost: 0 },
      }),
    ],
    ['replication was never measured', measurementOf(recovering, { replicationLagSec: undefined })],
  ])('fails as a procedure when %s', (_, measurement) => {
    const verdict = judge(measurement, OBJECTIVES);

    expect(verdict.status).toBe('failed');
    expect(verdict.gaps.length).toBeGreaterThan(0);
  });

  test('a single region has no replication to measure', () => {
    const alone = measurementOf(recovering, {
      facts: { acknowledged: 10, presentByRegion: { a: 10 }, lost: 0 },
      replicationLagSec: undefined,
    });

    expect(judge(alone, OBJECTIVES).gaps).toEqual([]);
  });
});
