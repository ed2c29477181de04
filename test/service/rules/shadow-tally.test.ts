import type { Fact } from '../../../service/facts/fact';
import { decide } from '../../../service/rules/colour';
import { compareRuleSets } from '../../../service/rules/compare-rule-sets';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { tryNextRules } from '../../../service/rules/next-rules';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { SEED_RULE_SET } from '../../../service/rules/rule-set';
import { createRules, type Rules } from '../../../service/rules/rules-in-force';
import {
  SHADOW_AT_ONCE,
  SHADOW_PUBLISH_SECONDS,
  SHADOW_SHARE,
  SHADOW_WAITING,
  ShadowTally,
} from '../../../service/rules/shadow-tally';
import { testFact, visitFact } from '../fixtures/facts';
import { ManualClock } from '../fixtures/manual-clock';
import { PUBLISHED_AREAS, PUBLISHED_SET } from '../fixtures/rules';

const calendar = new LocalCalendar('Asia/Shanghai');
const NOW = Date.parse('2022-01-10T00:31:00.000Z');
const STRICTER = {
  ...SEED_RULE_SET,
  version: '2022-01-12.1',
  effectiveFrom: '2022-01-20T00:00:00+08:00',
  riskAreaStay: { ...SEED_RULE_SET.riskAreaStay, countedDays: 21 },
};

const rulesOf = (...more: (typeof STRICTER & { trial?: boolean })[]): Rules =>
  createRules({ ruleSets: [SEED_RULE_SET, ...more], riskAreas: [SEED_RISK_AREAS], calendar });

/** Left a risk area 16 days ago: green now, yellow where 21 days count. */
const OLD_STAY = [visitFact('610113', '2021-12-24T08:00:00+08:00', '2021-12-25T08:00:00+08:00')];
const TESTED = [testFact('negative', '2022-01-09T08:00:00+08:00')];

/** One key in the sample, one just outside: 1 % of 2^24 is 167,772. */
const [SAMPLED, NOT_SAMPLED] = ['028f5c', '028f5d'].map((digits) => digits.padEnd(64, '0')) as [
  string,
  string,
];

function setUp(rules: Rules) {
  const clock = new ManualClock(NOW);
  const [lines, work]: [string[], (() => void)[]] = [[], []];
  const held = { rules };
  const tally = new ShadowTally({
    plan: 'guangdong',
    fleet: 'citizen',
    rules: () => held.rules,
    clock,
    output: { write: (line) => lines.push(line) },
    later: (one) => work.push(one),
  });
  tally.start();
  const show = (key: string, facts: readonly Fact[]) =>
    tally.observe(key, facts, decide(facts, held.rules, clock.now()), clock.now());
  const publish = () => {
    clock.advance(SHADOW_PUBLISH_SECONDS);
    return lines.splice(0).map((line) => JSON.parse(line));
  };
  return { tally, clock, work, held, show, publish };
}

test('the sample of 1 % is drawn by the person, the same in every process', () => {
  const { work, show } = setUp(rulesOf(STRICTER));
  expect(SHADOW_SHARE).toBe(0.01);
  show(NOT_SAMPLED, TESTED);
  expect(work).toHaveLength(0);
  show(SAMPLED, TESTED);
  expect(work).toHaveLength(1);
});

test('transitions to the version to come are said every minute, and nothing about anybody', () => {
  const { work, show, publish } = setUp(rulesOf(STRICTER));
  show(SAMPLED, TESTED);
  show(SAMPLED, OLD_STAY);
  work.shift()?.();
  const [line] = publish();
  expect(line).toMatchObject({
    Plan: 'guangdong',
    Fleet: 'citizen',
    ShadowPeople: 2,
    ShadowChanged: 1,
    skipped: 0,
    current: [SEED_RULE_SET.version, SEED_RISK_AREAS.version],
    next: [STRICTER.version, SEED_RISK_AREAS.version],
    transitions: { 'green->green': 1, 'green->yellow': 1 },
  });
  expect(JSON.stringify(line)).not.toContain(SAMPLED);
  expect(publish()).toMatchObject([{ ShadowPeople: 0, transitions: {} }]);
});

test('without a version to come it does and says nothing', () => {
  const { work, show, publish } = setUp(rulesOf());
  show(SAMPLED, TESTED);
  expect(work).toHaveLength(0);
  expect(publish()).toEqual([]);
});

test('what waits is bounded, little is done at one go, and what was left out is said', () => {
  const { work, show, publish } = setUp(rulesOf(STRICTER));
  for (let at = 0; at < SHADOW_WAITING + 5; at += 1) show(SAMPLED, TESTED);
  let goes = 0;
  for (let one = work.shift(); one !== undefined; one = work.shift()) {
    one();
    goes += 1;
  }
  expect(goes).toBe(SHADOW_WAITING / SHADOW_AT_ONCE);
  expect(publish()).toMatchObject([{ ShadowPeople: SHADOW_WAITING, skipped: 5 }]);
});

test('a new version is taken up at once, and the last word ends with stop', () => {
  const { tally, clock, work, held, show } = setUp(rulesOf());
  held.rules = rulesOf(STRICTER);
  show(SAMPLED, TESTED);
  expect(work).toHaveLength(1);
  tally.stop();
  expect(clock.waiting).toBe(0);
});

describe('the rules to come', () => {
  const nextOf = (rules: Rules, time: string) => {
    const period = tryNextRules(rules, Date.parse(time))?.periods[0];
    return period && [period.ruleSet.version, period.riskAreasVersion];
  };

  test.each([
    ['2022-01-10T00:31:00Z', [STRICTER.version, SEED_RISK_AREAS.version]],
    ['2022-01-19T15:59:59.999Z', [STRICTER.version, SEED_RISK_AREAS.version]],
    ['2022-01-19T16:00:00.000Z', undefined],
  ])('are at %s %j', (time, versions) => {
    expect(nextOf(rulesOf(STRICTER), time)).toEqual(versions);
  });

  test('are those on trial, however long, until a higher version holds', () => {
    const trial = { ...STRICTER, trial: true };
    expect(nextOf(rulesOf(trial), '2022-03-01T00:00:00Z')?.[0]).toBe(trial.version);
    const higher = { ...STRICTER, version: '2022-01-13.1' };
    expect(nextOf(rulesOf(trial, higher), '2022-03-01T00:00:00Z')).toBeUndefined();
  });

  test('may be risk areas alone', () => {
    const areas = { ...PUBLISHED_AREAS, effectiveFrom: '2022-01-20T00:00:00Z' };
    const rules = createRules({
      ruleSets: [SEED_RULE_SET, PUBLISHED_SET],
      riskAreas: [SEED_RISK_AREAS, areas],
      calendar,
    });
    expect(nextOf(rules, '2022-01-10T00:31:00Z')).toEqual([PUBLISHED_SET.version, areas.version]);
  });
});

test('two rule sets are compared over people, at one instant', () => {
  const next = createRules({
    ruleSets: [{ ...STRICTER, effectiveFrom: '2022-01-01T00:00:00Z' }],
    riskAreas: [SEED_RISK_AREAS],
    calendar,
  });
  expect(compareRuleSets([TESTED, OLD_STAY, []], rulesOf(), next, NOW)).toEqual({
    current: [SEED_RULE_SET.version, SEED_RISK_AREAS.version],
    next: [STRICTER.version, SEED_RISK_AREAS.version],
    people: 3,
    changed: 1,
    transitions: { 'green->green': 1, 'green->yellow': 1, 'unknown->unknown': 1 },
  });
});
