import type { LocalCalendar } from './local-calendar';
import { SEED_RISK_AREAS } from './risk-areas';
import { SEED_RULE_SET } from './rule-set';
import { createRules, type Rules } from './rules-in-force';

/** The rules that are built in, and nothing else. */
export function seedRules(calendar: LocalCalendar): Rules {
  return createRules({ ruleSets: [SEED_RULE_SET], riskAreas: [SEED_RISK_AREAS], calendar });
}
