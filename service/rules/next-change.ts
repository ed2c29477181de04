import type { Decision } from './decision';
import { type HealthHistory, LISTS } from './health-history';
import { countedUntil, type Moment } from './holdings';
import type { LocalCalendar } from './local-calendar';
import type { Colour } from './rule-set';
import { type Rules, type RulesInForce, rulesInForce } from './rules-in-force';
import type { Span } from './statements';
import { newestTest, type TestPanel, testPanel, windowEnds } from './test-panel';
import { type VaccinationPanel, vaccinationPanel } from './vaccination-panel';
import { colourAt } from './verdict';

/**
 * The next instant at which the colour changes by time alone. The colour is constant between the
 * instants at which something begins or ends to count, so only those are looked at.
 */
export function nextColourChange(
  history: HealthHistory,
  rules: Rules,
  nowMs: number,
  colour: Colour,
): Decision['nextChange'] {
  const instants = structuralInstants(history, rules, nowMs, LISTS);
  addCountedEnds(instants, history, rules, nowMs);
  instants.sort((a, b) => a - b);
  for (const [at, atMs] of instants.entries()) {
    if (atMs === instants[at - 1]) continue;
    const next = colourAt(momentOf(history, rules, atMs));
    if (next !== colour) return { atMs, colour: next };
  }
  return undefined;
}

/** The next instant at which a panel says something else by time alone. */
export function nextPanelChange(
  history: HealthHistory,
  rules: Rules,
  nowMs: number,
): number | undefined {
  const shown = panelsAt(history, rules, nowMs);
  const instants = structuralInstants(history, rules, nowMs, ['tests', 'doses', 'exemptions']);
  instants.sort((a, b) => a - b);
  let fromMs = nowMs;
  // Between two of them the same test is shown by the same windows.
  for (const atMs of [...instants, Number.POSITIVE_INFINITY]) {
    for (const endMs of shownWindowEnds(history, rules, fromMs)) {
      if (endMs <= fromMs || endMs >= atMs) continue;
      if (!sayTheSame(panelsAt(history, rules, endMs), shown)) return endMs;
    }
    if (atMs === Number.POSITIVE_INFINITY) break;
    if (!sayTheSame(panelsAt(history, rules, atMs), shown)) return atMs;
    fromMs = atMs;
  }
  return undefined;
}

/** What a question about an instant is about. */
export function momentOf(history: HealthHistory, rules: Rules, nowMs: number): Moment {
  return { history, rules: rulesInForce(rules, nowMs), calendar: rules.calendar, nowMs };
}

/** When other rules begin, and when facts begin and end to count. */
function structuralInstants(
  history: HealthHistory,
  rules: Rules,
  nowMs: number,
  lists: readonly (keyof HealthHistory)[],
): number[] {
  const instants: number[] = [];
  const add = (ms: number) => {
    if (ms > nowMs && ms < Number.POSITIVE_INFINITY) instants.push(ms);
  };
  for (const { fromMs } of rules.periods) add(fromMs);
  for (const list of lists) {
    for (const { sinceMs, untilMs } of history[list]) {
      add(sinceMs);
      add(untilMs);
    }
  }
  if (lists.includes('orders')) for (const { endsAtMs } of history.orders) add(endsAtMs);
  for (const { endsAtMs } of history.exemptions) add(endsAtMs);
  return instants;
}

/** Ends of what counts for some days, by the rules of now and of every later period. */
function addCountedEnds(
  instants: number[],
  history: HealthHistory,
  rules: Rules,
  nowMs: number,
): void {
  const { stays, declarations } = history;
  if (stays.length === 0 && declarations.length === 0) return;
  for (const [at, period] of rules.periods.entries()) {
    const next = rules.periods[at + 1];
    if (next !== undefined && next.fromMs <= nowMs) continue;
    for (const endMs of countedEnds(history, period, rules.calendar, nowMs)) {
      if (endMs > nowMs) instants.push(endMs);
    }
  }
}

function countedEnds(
  { stays, declarations }: HealthHistory,
  { ruleSet, riskAreas }: RulesInForce,
  calendar: LocalCalendar,
  nowMs: number,
): number[] {
  const exposed = laterThanCertain(stays, nowMs, ({ areaCode, enteredMs, leftMs }) =>
    riskAreas.lastExposure(areaCode, enteredMs, leftMs),
  );
  const ends = exposed.map((ms) => countedUntil(ruleSet.riskAreaStay, ms, calendar));
  for (const { declaredMs } of declarations) {
    ends.push(countedUntil(ruleSet.declaredFever, declaredMs, calendar));
    ends.push(countedUntil(ruleSet.declaredContact, declaredMs, calendar));
  }
  return ends;
}

/**
 * Only the last exposure decides, so none before one that counts from now on for good can matter:
 * of 20 stays one or two are left.
 */
function laterThanCertain<Item extends Span>(
  items: readonly Item[],
  nowMs: number,
  msOf: (item: Item) => number | undefined,
): number[] {
  let certainMs = Number.NEGATIVE_INFINITY;
  const all: number[] = [];
  for (const item of items) {
    const ms = msOf(item);
    if (ms === undefined) continue;
    all.push(ms);
    const isCertain = item.sinceMs <= nowMs && item.untilMs === Number.POSITIVE_INFINITY;
    if (isCertain && ms > certainMs) certainMs = ms;
  }
  return all.filter((ms) => ms >= certainMs);
}

function shownWindowEnds(history: HealthHistory, rules: Rules, ms: number): number[] {
  const test = newestTest(history.tests, ms);
  if (test === undefined) return [];
  return windowEnds(test, rulesInForce(rules, ms).ruleSet.testWindows, rules.calendar);
}

interface Panels {
  readonly test: TestPanel | undefined;
  readonly vaccination: VaccinationPanel;
}

function panelsAt(history: HealthHistory, rules: Rules, ms: number): Panels {
  const test = newestTest(history.tests, ms);
  const { testWindows } = rulesInForce(rules, ms).ruleSet;
  return {
    test: test && testPanel(test, testWindows, rules.calendar, ms),
    vaccination: vaccinationPanel(history, ms),
  };
}

function sayTheSame(one: Panels, other: Panels): boolean {
  const [a, b] = [one.test, other.test];
  return (
    a?.result === b?.result &&
    a?.sampledAt === b?.sampledAt &&
    a?.withinHours === b?.withinHours &&
    a?.withinDays === b?.withinDays &&
    one.vaccination.state === other.vaccination.state &&
    one.vaccination.lastAt === other.vaccination.lastAt
  );
}
