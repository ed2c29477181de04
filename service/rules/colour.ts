import type { Fact } from '../facts/fact';
import type { Decision } from './decision';
import { healthHistory } from './health-history';
import { momentOf, nextColourChange, nextPanelChange } from './next-change';
import type { Rules } from './rules-in-force';
import { newestTest, testPanel } from './test-panel';
import { vaccinationPanel } from './vaccination-panel';
import { verdictAt } from './verdict';

/**
 * What a person's code says. A pure and total function of the set of facts, the rules and the time:
 * order, repetition and the split of their arrival change nothing, so two regions that hold the
 * same facts show the same colour.
 */
export function decide(facts: readonly Fact[], rules: Rules, nowMs: number): Decision {
  const history = healthHistory(facts);
  const moment = momentOf(history, rules, nowMs);
  const { ruleSet, riskAreasVersion } = moment.rules;
  const verdict = verdictAt(moment);
  const test = newestTest(history.tests, nowMs);
  return {
    colour: verdict.colour,
    reason: verdict.reason,
    wayOut: verdict.wayOut,
    appeal: verdict.appeal,
    ruleVersion: ruleSet.version,
    riskAreasVersion,
    test: test && testPanel(test, ruleSet.testWindows, rules.calendar, nowMs),
    vaccination: vaccinationPanel(history, nowMs),
    nextChange: nextColourChange(history, rules, nowMs, verdict.colour),
    nextPanelChangeMs: nextPanelChange(history, rules, nowMs),
  };
}
