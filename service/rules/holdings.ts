import { countsAt, type HealthHistory } from './health-history';
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
export function redHoldings(moment: Moment): Holding[] {
  const { history, rules, nowMs } = moment;
  const releasedMs = lastRelease(history, nowMs);
  const holdings: Holding[] = [];
  for (const test of history.tests) {
    if (test.body.result !== 'positive' || !countsAt(test, nowMs)) continue;
    // By the result: what nobody knew yet, nobody has released.
    if (test.resultMs < releasedMs) continue;
    const endsAtMs = Number.POSITIVE_INFINITY;
    const { reason, wayOut } = rules.ruleSet.positiveTest;
    holdings.push({ colour: 'red', reason, wayOut, sinceMs: test.sampledMs, endsAtMs });
  }
  addOrders(holdings, moment, 'red', releasedMs);
  return holdings;
}

/** Everything that makes a person yellow at an instant, and that no tests have ended. */
export function yellowHoldings(moment: Moment): Holding[] {
  const { history, rules, nowMs } = moment;
  const { ruleSet } = rules;
  const held: Holding[] = [];
  addOrders(held, moment, 'yellow', lastRelease(history, nowMs));
  addCounted(held, ruleSet.riskAreaStay, lastExposure(moment), moment);
  if (history.declarations.length > 0) {
    addCounted(held, ruleSet.declaredFever, lastDeclared(moment, hasFever), moment);
    addCounted(held, ruleSet.declaredContact, lastDeclared(moment, hasContact), moment);
  }
  if (held.length === 0) return held;
  return held.flatMap((holding) => withTests(holding, moment));
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

function addCounted(
  holdings: Holding[],
  rule: CountedRule,
  sinceMs: number | undefined,
  { calendar, nowMs }: Moment,
): void {
  if (sinceMs === undefined) return;
  const endsAtMs = countedUntil(rule, sinceMs, calendar);
  const { reason, wayOut } = rule;
  if (nowMs < endsAtMs) holdings.push({ colour: 'yellow', reason, wayOut, sinceMs, endsAtMs });
}

function addOrders(
  holdings: Holding[],
  { history, rules, nowMs }: Moment,
  colour: Holding['colour'],
  releasedMs: number,
): void {
  for (const order of history.orders) {
    const rule = rules.ruleSet.orders[order.class];
    const { fromMs, endsAtMs } = order;
    if (rule.colour !== colour || !countsAt(order, nowMs)) continue;
    if (fromMs < releasedMs || nowMs >= endsAtMs) continue;
    holdings.push({ ...rule, sinceMs: fromMs, endsAtMs });
  }
}

/** Without a release nothing is before it. */
function lastRelease({ releases }: HealthHistory, nowMs: number): number {
  let last = Number.NEGATIVE_INFINITY;
  for (const release of releases) {
    if (countsAt(release, nowMs) && release.releasedMs > last) last = release.releasedMs;
  }
  return last;
}

function withTests(holding: Holding, { history, nowMs }: Moment): readonly Holding[] {
  const { wayOut, sinceMs } = holding;
  if (!asksForTests(wayOut)) return [holding];
  const samples: number[] = [];
  for (const test of history.negatives) {
    if (test.sampledMs >= sinceMs && countsAt(test, nowMs)) samples.push(test.sampledMs);
  }
  const series = testSeries(samples, wayOut, sinceMs, nowMs);
  return series.done === wayOut.tests ? [] : [{ ...holding, series }];
}

/** Whether a way out is one by tests. */
export function asksForTests(wayOut: YellowWayOut): wayOut is TestsWayOut {
  return 'tests' in wayOut;
}
