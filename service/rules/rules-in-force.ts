import type { LocalCalendar } from './local-calendar';
import type { RiskArea } from './risk-areas';
import type { RuleSet } from './rule-set';

/** At least one version of the rule set, in any order. */
export type RuleSets = readonly [RuleSet, ...RuleSet[]];

/** What the colour depends on besides the facts and the time. */
export interface Rules {
  readonly ruleSets: RuleSets;
  readonly riskAreas: readonly RiskArea[];
  readonly calendar: LocalCalendar;
}

/** The rules of one instant. */
export interface RulesInForce extends Omit<Rules, 'ruleSets'> {
  readonly ruleSet: RuleSet;
}

/** The newest rule set that has begun by `nowMs`; before the first one begins, the first one. */
export function rulesInForce(rules: Rules, nowMs: number): RulesInForce {
  const [first, ...rest] = rules.ruleSets;
  const ruleSet = rest.reduce((held, next) => (outranks(next, held, nowMs) ? next : held), first);
  return { ruleSet, riskAreas: rules.riskAreas, calendar: rules.calendar };
}

function outranks(next: RuleSet, held: RuleSet, nowMs: number): boolean {
  const [nextHasBegun, heldHasBegun] = [startOf(next) <= nowMs, startOf(held) <= nowMs];
  if (nextHasBegun !== heldHasBegun) return nextHasBegun;
  if (startOf(next) === startOf(held)) return next.version > held.version;
  return nextHasBegun ? startOf(next) > startOf(held) : startOf(next) < startOf(held);
}

/** When a rule set begins to hold. */
export function startOf({ effectiveFrom }: RuleSet): number {
  return Date.parse(effectiveFrom);
}
