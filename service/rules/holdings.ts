import { type CountedTest, countsAt, type HealthHistory } from './health-history';
import type { LocalCalendar } from './local-calendar';
import type { CountedRule, Reason, RuleSet, TestsWayOut, YellowWayOut } from './rule-set';
import type { RulesInForce } from './rules-in-force';
import { type TestSeries, testSeries } from './test-series';

/** Something that keeps a person from green at an instant. */
export interface Holding {
  readonly colour: 'red' | 'yellow';
  readonly reason: Reason;
  readonly wayOut: Reason | TestsWayOut;
  /** What it counts from: only samples taken since then end it. */
  readonly sinceMs: number;
  /** When it ends by itself. */
  readonly endsAtMs: number;
  /** How far the person is, where tests are the way out. */
  readonly series?: TestSeries;
}

/** What a question is about. */
export interface Moment {
  readonly history: HealthHistory;
  readonly rules: RulesInForce;
  readonly calendar: LocalCalendar;
  readonly nowMs: number;
}

/** Everything that makes a person red at an instant. */
export function redHoldings({ history, rules, nowMs }: Moment): Holding[] {
  const releasedMs = lastRelease(history, nowMs);
  const positives = history.tests
    // By the result: what nobody knew yet, nobody has released.
    .filter((test) => isPositive(test, nowMs) && test.resultMs >= releasedMs)
    .map(({ sampledMs }) => ({
      colour: 'red' as const,
      ...rules.ruleSet.positiveTest,
      sinceMs: sampledMs,
      endsAtMs: Number.POSITIVE_INFINITY,
    }));
  return [...positives, ...orderHoldings(history, rules.ruleSet, 'red', releasedMs, nowMs)];
}

/** Everything that makes a person yellow at an instant, and that no tests have ended. */
export function yellowHoldings(moment: Moment): Holding[] {
  const { history, rules, nowMs } = moment;
  const { ruleSet } = rules;
  const held = [
    ...orderHoldings(history, ruleSet, 'yellow', lastRelease(history, nowMs), nowMs),
    ...counted(ruleSet.riskAreaStay, lastExposure(moment), moment),
    ...counted(ruleSet.declaredFever, lastDeclared(moment, hasFever), moment),
    ...counted(ruleSet.declaredContact, lastDeclared(moment, hasContact), moment),
  ];
  if (held.length === 0) return held;
  const samples = negativeSamples(history, nowMs);
  return held.flatMap((holding) => withTests(holding, samples, nowMs));
}

/**
 * The one that lasts longest: its end is the end of the colour. Of those that end together the one
 * that asks for most, so that what is shown does not depend on any order.
 */
export function longest(holdings: readonly Holding[]): Holding | undefined {
  return holdings.reduce<Holding | undefined>(
    (held, next) => (held === undefined || outlasts(next, held) ? next : held),
    undefined,
  );
}

function outlasts(next: Holding, held: Holding): boolean {
  if (next.endsAtMs !== held.endsAtMs) return next.endsAtMs > held.endsAtMs;
  if (next.sinceMs !== held.sinceMs) return next.sinceMs > held.sinceMs;
  return next.reason.id < held.reason.id;
}

/** When a stay or a declaration of this day stops counting: as the day after the last one begins. */
export function countedUntil(rule: CountedRule, ms: number, calendar: LocalCalendar): number {
  return calendar.startOfDay(ms, rule.countedDays + 1);
}

/** The last instant in a risk area, of all stays that have begun. */
function lastExposure({ history, rules, nowMs }: Moment): number | undefined {
  let last: number | undefined;
  for (const stay of history.stays) {
    if (!countsAt(stay, nowMs)) continue;
    const ms = rules.riskAreas.lastExposure(stay.areaCode, stay.enteredMs, stay.leftMs);
    if (ms !== undefined && (last === undefined || ms > last)) last = ms;
  }
  return last;
}

type Declaration = HealthHistory['declarations'][number];

/** The latest declaration counts longest; tests after it are tests after every earlier one. */
function lastDeclared(
  { history, rules, nowMs }: Moment,
  says: (declaration: Declaration, ruleSet: RuleSet) => boolean,
): number | undefined {
  const declared = history.declarations
    .filter((one) => countsAt(one, nowMs) && says(one, rules.ruleSet))
    .map(({ declaredMs }) => declaredMs);
  return declared.length === 0 ? undefined : declared.reduce((a, b) => Math.max(a, b));
}

function hasFever({ body }: Declaration, { declaredFever }: RuleSet): boolean {
  const { temperature, symptoms } = body;
  if (temperature !== undefined && temperature >= declaredFever.fromCelsius) return true;
  return symptoms.some((symptom) => declaredFever.symptoms.includes(symptom));
}

function hasContact({ body }: Declaration): boolean {
  return body.contact;
}

function counted(
  rule: CountedRule,
  sinceMs: number | undefined,
  { calendar, nowMs }: Moment,
): Holding[] {
  if (sinceMs === undefined) return [];
  const endsAtMs = countedUntil(rule, sinceMs, calendar);
  const { reason, wayOut } = rule;
  return nowMs < endsAtMs ? [{ colour: 'yellow', reason, wayOut, sinceMs, endsAtMs }] : [];
}

function orderHoldings(
  { orders }: HealthHistory,
  ruleSet: RuleSet,
  colour: Holding['colour'],
  releasedMs: number,
  nowMs: number,
): Holding[] {
  return orders.flatMap((order) => {
    const rule = ruleSet.orders[order.class];
    if (rule.colour !== colour || !countsAt(order, nowMs)) return [];
    const { fromMs, endsAtMs } = order;
    if (fromMs < releasedMs || nowMs >= endsAtMs) return [];
    return [{ ...rule, sinceMs: fromMs, endsAtMs }];
  });
}

/** Without a release nothing is before it. */
function lastRelease({ releases }: HealthHistory, nowMs: number): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const release of releases) {
    if (countsAt(release, nowMs) && release.releasedMs > last) last = release.releasedMs;
  }
  return last;
}

function isPositive(test: CountedTest, nowMs: number): boolean {
  return test.body.result === 'positive' && countsAt(test, nowMs);
}

function negativeSamples({ tests }: HealthHistory, nowMs: number): number[] {
  return tests
    .filter((test) => test.body.result === 'negative' && countsAt(test, nowMs))
    .map(({ sampledMs }) => sampledMs)
    .sort((a, b) => a - b);
}

function withTests(holding: Holding, samples: readonly number[], nowMs: number): Holding[] {
  const { wayOut, sinceMs } = holding;
  if (!asksForTests(wayOut)) return [holding];
  const series = testSeries(samples, wayOut, sinceMs, nowMs);
  return series.done === wayOut.tests ? [] : [{ ...holding, series }];
}

/** Whether a way out is one by tests. */
export function asksForTests(wayOut: YellowWayOut): wayOut is TestsWayOut {
  return 'tests' in wayOut;
}
