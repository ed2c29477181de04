import type { Fact } from '../facts/fact';
import { decide } from './colour';
import type { Decision } from './decision';
import type { LocalCalendar } from './local-calendar';
import type { RiskAreaSet } from './risk-areas';
import type { RuleSet } from './rule-set';
import { createRules } from './rules-in-force';

/** The versions that a decision names, and the calendar of the plan. */
export interface ReplayVersions {
  readonly ruleSet: RuleSet;
  readonly riskAreas: RiskAreaSet;
  readonly calendar: LocalCalendar;
}

/** A decision without what it foresaw, which also hangs on versions that were known but not in force. */
export type ReplayedDecision = Omit<Decision, 'nextChange' | 'nextPanelChangeMs'>;

/**
 * The decision of an earlier instant, out of the facts of today and the versions that it named. Facts
 * that were taken later are left out. One that the other region had taken, but that had not reached
 * this one, is counted: the time of receipt does not say where it was known.
 */
export function replay(
  facts: readonly Fact[],
  { ruleSet, riskAreas, calendar }: ReplayVersions,
  nowMs: number,
): ReplayedDecision {
  const rules = createRules({ ruleSets: [ruleSet], riskAreas: [riskAreas], calendar });
  const known = facts.filter(({ receivedAt }) => !(Date.parse(receivedAt) > nowMs));
  const { nextChange: _, nextPanelChangeMs: __, ...decision } = decide(known, rules, nowMs);
  return decision;
}
