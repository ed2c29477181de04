import type { Fact, TestBody, VisitBody } from '../facts/fact';
import type { Decision, TestPanel, Verdict } from './decision';
import { type EffectiveFacts, effectiveFacts, isCounted } from './effective-facts';
import type { RiskArea } from './risk-areas';
import type { RuleSet } from './rule-set';
import { type Rules, type RulesInForce, rulesInForce, startOf } from './rules-in-force';
import { testSeries } from './test-series';

const HOUR_MS = 3_600_000;

/**
 * What a person's code says. A pure and total function of the set of facts, the rules and the time:
 * order, repetition and the split of their arrival change nothing, so two regions that hold the
 * same facts show the same colour.
 */
export function decide(facts: readonly Fact[], rules: Rules, nowMs: number): Decision {
  const effective = effectiveFacts(facts, nowMs);
  const inForce = rulesInForce(rules, nowMs);
  const verdict = verdictAt(effective, inForce, nowMs);
  return {
    ...verdict,
    ruleVersion: inForce.ruleSet.version,
    test: testPanel(effective.tests, inForce.ruleSet, nowMs),
    nextChange: nextChange(facts, rules, nowMs, verdict),
  };
}

function verdictAt({ tests, visits }: EffectiveFacts, rules: RulesInForce, nowMs: number): Verdict {
  const { ruleSet } = rules;
  if (tests.length === 0 && visits.length === 0) return { colour: 'unknown', ...ruleSet.noFacts };
  if (tests.some(({ result }) => result === 'positive')) {
    return { colour: 'red', ...ruleSet.positiveTest };
  }
  return riskAreaVerdict(tests, visits, rules, nowMs) ?? { colour: 'green', ...ruleSet.otherwise };
}

/** The stay that counts longest decides; tests after it are tests after every earlier one. */
function riskAreaVerdict(
  tests: readonly TestBody[],
  visits: readonly VisitBody[],
  rules: RulesInForce,
  nowMs: number,
): Verdict | undefined {
  const lastLeftMs = lastRiskStay(visits, rules.riskAreas);
  if (lastLeftMs === undefined) return undefined;
  const endsAtMs = stayEnd(lastLeftMs, rules);
  if (nowMs >= endsAtMs) return undefined;
  const { reason, wayOut } = rules.ruleSet.riskAreaStay;
  const series = testSeries(tests, wayOut, lastLeftMs, nowMs);
  if (series.done === wayOut.tests) return undefined;
  return {
    colour: 'yellow',
    reason,
    wayOut: {
      id: wayOut.id,
      text: wayOut.text,
      testsDone: series.done,
      testsNeeded: wayOut.tests,
      nextSampleFrom: isoOrUndefined(series.nextSampleFromMs),
      endsAt: new Date(endsAtMs).toISOString(),
    },
  };
}

function lastRiskStay(
  visits: readonly VisitBody[],
  areas: readonly RiskArea[],
): number | undefined {
  const left = visits
    .filter((visit) => areas.some((area) => liesIn(visit, area)))
    .map(({ leftAt }) => Date.parse(leftAt));
  return left.length === 0 ? undefined : left.reduce((a, b) => Math.max(a, b));
}

function liesIn(visit: VisitBody, area: RiskArea): boolean {
  if (visit.areaCode !== area.areaCode) return false;
  const untilMs = area.until === undefined ? Number.POSITIVE_INFINITY : Date.parse(area.until);
  return Date.parse(visit.leftAt) >= Date.parse(area.from) && Date.parse(visit.enteredAt) < untilMs;
}

/**
 * The day of leaving is day 0: left on the 1st, 14 days, the stay stops counting as the 16th
 * begins.
 */
function stayEnd(leftMs: number, { ruleSet, calendar }: Omit<RulesInForce, 'riskAreas'>): number {
  return calendar.startOfDay(leftMs, ruleSet.riskAreaStay.countedDays + 1);
}

function testPanel(
  tests: readonly TestBody[],
  { testWindowsHours }: RuleSet,
  nowMs: number,
): TestPanel | undefined {
  if (tests.length === 0) return undefined;
  // Of two samples of one instant the positive one is shown.
  const newest = tests.reduce((a, b) => (panelRank(b) > panelRank(a) ? b : a));
  const ageMs = nowMs - Date.parse(newest.sampledAt);
  return {
    result: newest.result,
    sampledAt: newest.sampledAt,
    withinHours: testWindowsHours.find((hours) => ageMs <= hours * HOUR_MS),
  };
}

function panelRank({ sampledAt, result }: TestBody): string {
  return `${new Date(sampledAt).toISOString()}#${result}`;
}

/** The verdict is constant between the instants at which something begins or ends to count. */
function nextChange(facts: readonly Fact[], rules: Rules, nowMs: number, current: Verdict) {
  const instants = [
    ...rules.ruleSets.map(startOf),
    ...facts.flatMap((fact) => instantsOf(fact, rules)),
  ]
    .filter((ms) => ms > nowMs)
    .sort((a, b) => a - b);
  for (const atMs of instants) {
    const { colour } = verdictAt(effectiveFacts(facts, atMs), rulesInForce(rules, atMs), atMs);
    if (colour !== current.colour) return { atMs, colour };
  }
  return undefined;
}

function instantsOf(fact: Fact, rules: Rules): number[] {
  if (fact.kind === 'correction') {
    const { replacement } = fact.body;
    const own = Date.parse(fact.eventTime);
    return isCounted(replacement) ? [own, ...bodyInstants(replacement, rules)] : [own];
  }
  return isCounted(fact.body) ? bodyInstants(fact.body, rules) : [];
}

function bodyInstants(body: TestBody | VisitBody, rules: Rules): number[] {
  if ('result' in body) return [Date.parse(body.resultAt)];
  const counts = rules.riskAreas.some((area) => liesIn(body, area));
  const entered = Date.parse(body.enteredAt);
  if (!counts) return [entered];
  const { ruleSets, calendar } = rules;
  const leftMs = Date.parse(body.leftAt);
  return [entered, ...ruleSets.map((ruleSet) => stayEnd(leftMs, { ruleSet, calendar }))];
}

function isoOrUndefined(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}
