import { outlivesSigning } from '../credential/credential-issuer';
import type { Fact } from '../facts/fact';
import { decide } from '../rules/colour';
import type { Decision } from '../rules/decision';
import type { Rules } from '../rules/rules-in-force';

/**
 * The colour now or, when it changes before a credential of it could be used, the one it changes
 * to: a person at a checkpoint must not get a code that is expired as it arrives.
 */
export function signableDecision(facts: readonly Fact[], rules: Rules, nowMs: number): Decision {
  let decision = decide(facts, rules, nowMs);
  while (decision.nextChange !== undefined && !outlivesSigning(decision, nowMs)) {
    decision = decide(facts, rules, decision.nextChange.atMs);
  }
  return decision;
}
