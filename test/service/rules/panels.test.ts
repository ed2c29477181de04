import type { Fact } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { BEIJING_WINDOWS, HOUR_WINDOWS, SEED_RULE_SET } from '../../../service/rules/rule-set';
import { createRules, type Rules } from '../../../service/rules/rules-in-force';
import { correctionFact, testFact } from '../fixtures/facts';
import { doseFact, exemptionFact } from '../fixtures/health-facts';

const SHANGHAI = new LocalCalendar('Asia/Shanghai');
const BERLIN = new LocalCalendar('Europe/Berlin');

function rulesOf(testWindows = HOUR_WINDOWS, calendar = SHANGHAI): Rules {
  const ruleSets = [{ ...SEED_RULE_SET, testWindows }] as const;
  return createRules({ ruleSets, riskAreas: [SEED_RISK_AREAS], calendar });
}

const HOURS = rulesOf();
const DAYS = rulesOf(BEIJING_WINDOWS);

function at(time: string, facts: readonly Fact[], rules: Rules) {
  return decide(facts, rules, Date.parse(time));
}

describe('a test counted in hours', () => {
  const fact = testFact('negative', '2022-01-12T08:00:00+08:00', '2022-01-12T14:00:00+08:00');

  test.each([
    ['2022-01-12T14:00:00+08:00', 24, '2022-01-13T08:00:00.001+08:00'],
    ['2022-01-13T07:59:00+08:00', 24, '2022-01-13T08:00:00.001+08:00'],
    ['2022-01-13T08:00:00+08:00', 24, '2022-01-13T08:00:00.001+08:00'],
    ['2022-01-13T08:01:00+08:00', 48, '2022-01-14T08:00:00.001+08:00'],
    ['2022-01-14T08:01:00+08:00', 72, '2022-01-15T08:00:00.001+08:00'],
    ['2022-01-15T08:01:00+08:00', undefined, undefined],
  ])('is at %s within %s hours, until %s', (time, withinHours, until) => {
    const { test: panel, nextPanelChangeMs } = at(time, [fact], HOURS);
    expect(panel?.withinHours).toBe(withinHours);
    expect(panel?.withinDays).toBeUndefined();
    expect(nextPanelChangeMs).toBe(until === undefined ? undefined : Date.parse(until));
  });

  test('is not shown before its result is out, and that is a change of the panel', () => {
    const before = at('2022-01-12T13:59:00+08:00', [fact], HOURS);
    expect(before.test).toBeUndefined();
    expect(before.nextPanelChangeMs).toBe(Date.parse('2022-01-12T14:00:00+08:00'));
  });

  test('gives way to one that was sampled later, when the result of that is out', () => {
    const later = testFact('negative', '2022-01-12T20:00:00+08:00', '2022-01-13T02:00:00+08:00');
    const before = at('2022-01-13T01:59:59.999+08:00', [later, fact], HOURS);
    expect(before.test?.sampledAt).toBe(fact.body.sampledAt);
    expect(before.nextPanelChangeMs).toBe(Date.parse('2022-01-13T02:00:00+08:00'));
    expect(at('2022-01-13T02:00:00+08:00', [fact, later], HOURS).test?.sampledAt).toBe(
      later.body.sampledAt,
    );
  });

  test('that is withdrawn is shown no more', () => {
    const facts = [fact, correctionFact(fact, '2022-01-12T18:00:00+08:00')];
    expect(at('2022-01-12T17:00:00+08:00', facts, HOURS).nextPanelChangeMs).toBe(
      Date.parse('2022-01-12T18:00:00+08:00'),
    );
    expect(at('2022-01-12T18:00:00+08:00', facts, HOURS).test).toBeUndefined();
  });
});

describe('a test counted in calendar days', () => {
  test.each([
    // Sampled and issued by day: the 12th is day 0.
    ['12T08:00', '12T14:00', '12T23:59:59.999', 1],
    ['12T08:00', '12T14:00', '13T00:00:00.000', 1],
    ['12T08:00', '12T14:00', '13T23:59:59.999', 1],
    ['12T08:00', '12T14:00', '14T00:00:00.000', 2],
    ['12T08:00', '12T14:00', '15T00:00:00.000', 3],
    ['12T08:00', '12T14:00', '15T23:59:59.999', 3],
    ['12T08:00', '12T14:00', '16T00:00:00.000', undefined],
    // Sampled in the evening, issued at night: from the day of sampling.
    ['12T22:00', '13T05:59', '13T23:59:59.999', 1],
    ['12T22:00', '13T05:59', '14T00:00:00.000', 2],
    // Sampled after midnight, issued before 06:00: as of the day before.
    ['13T00:10', '13T05:59', '13T05:59:00.000', 1],
    ['13T00:10', '13T05:59', '14T00:00:00.000', 2],
    ['13T00:10', '13T06:00', '14T00:00:00.000', 1],
    ['13T00:00', '13T00:00', '13T12:00:00.000', 1],
    ['13T00:00', '13T00:00', '14T00:00:00.000', 2],
  ])('sampled %s and issued %s is at %s within %s days', (sampled, issued, now, withinDays) => {
    const [from, out] = [sampled, issued].map((time) => `2022-01-${time}:00+08:00`);
    const fact = testFact('negative', from as string, out);
    const { test: panel } = at(`2022-01-${now}+08:00`, [fact], DAYS);
    expect(panel).toEqual({ result: 'negative', sampledAt: fact.body.sampledAt, withinDays });
    expect(panel?.withinHours).toBeUndefined();
  });

  test.each([
    // Clocks go forward on 27 March 2022 and back on 30 October 2022, both at 01:00 UTC.
    ['2022-03-26T12:00:00+01:00', '2022-03-27T21:59:59.999Z', '2022-03-27T22:00:00Z'],
    ['2022-10-29T12:00:00+02:00', '2022-10-30T22:59:59.999Z', '2022-10-30T23:00:00Z'],
  ])(
    'in Berlin one sampled at %s is of one day until the local midnight',
    (sampled, last, first) => {
      const rules = rulesOf(BEIJING_WINDOWS, BERLIN);
      const fact = testFact('negative', sampled);
      expect(at(last, [fact], rules).test?.withinDays).toBe(1);
      expect(at(last, [fact], rules).nextPanelChangeMs).toBe(Date.parse(first));
      expect(at(first, [fact], rules).test?.withinDays).toBe(2);
    },
  );

  test.each([
    // 06:00 in Berlin is four hours of clock after 02:00, but only five after midnight.
    ['2022-03-27T03:59:59.999Z', 2],
    ['2022-03-27T04:00:00.000Z', 1],
    ['2022-10-30T04:59:59.999Z', 2],
    ['2022-10-30T05:00:00.000Z', 1],
  ])('in Berlin the night of a change of clocks ends at 06:00: issued %s', (issued, withinDays) => {
    const rules = rulesOf(BEIJING_WINDOWS, BERLIN);
    const day = issued.slice(0, 10);
    const fact = testFact(
      'negative',
      new Date(BERLIN.startOfDay(Date.parse(issued), 0)).toISOString(),
      issued,
    );
    expect(day).toBe(BERLIN.dateOf(Date.parse(issued)));
    const now = new Date(BERLIN.startOfDay(Date.parse(issued), 1)).toISOString();
    expect(at(now, [fact], rules).test?.withinDays).toBe(withinDays);
  });
});

describe('vaccination', () => {
  const NOW = '2022-01-12T08:00:00+08:00';
  const [one, two, booster] = [
    doseFact(1, '2021-05-01T08:00:00+08:00'),
    doseFact(2, '2021-06-01T08:00:00+08:00'),
    doseFact('booster', '2021-12-01T08:00:00+08:00'),
  ];
  const exempt = exemptionFact('2021-01-01T00:00:00+08:00');

  test.each<[string, readonly Fact[], string, string | undefined]>([
    ['nothing', [], 'no-record', undefined],
    ['one of two doses', [one], 'basic-not-done', one.eventTime],
    ['both', [two, one], 'basic-done', two.eventTime],
    ['the second, the first not recorded', [two], 'basic-done', two.eventTime],
    ['a booster', [one, booster, two], 'booster-done', booster.eventTime],
    ['an exemption', [exempt], 'not-suitable', undefined],
    ['an exemption after the first dose', [one, exempt], 'not-suitable', one.eventTime],
    ['an exemption after the course', [one, two, exempt], 'basic-done', two.eventTime],
  ])('%s', (_what, facts, state, lastAt) => {
    expect(at(NOW, facts, HOURS).vaccination).toEqual({ state, lastAt });
  });

  test('an exemption ends by itself, and that is a change of the panel, not of the colour', () => {
    const until = '2022-01-13T00:00:00+08:00';
    const facts = [exemptionFact('2022-01-01T00:00:00+08:00', until)];
    const before = at(NOW, facts, HOURS);
    expect(before).toMatchObject({ colour: 'green', vaccination: { state: 'not-suitable' } });
    expect(before.nextPanelChangeMs).toBe(Date.parse(until));
    expect(before.nextChange).toBeUndefined();
    expect(at(until, facts, HOURS)).toMatchObject({
      colour: 'green',
      vaccination: { state: 'no-record' },
    });
  });
});
