import { compareVersions } from './rule-version';
import {
  createRules,
  type RiskAreaSets,
  type RuleSets,
  type Rules,
  rulesInForce,
  startOf,
} from './rules-in-force';

/** Before anything else, so that the rules of a comparison hold at every instant. */
const ALWAYS = { effectiveFrom: '1970-01-01T00:00:00.000Z' };

/**
 * The rules that are to come, as if they held now: the highest version of each kind that is on trial
 * or has not begun; undefined when there is none of either.
 */
export function tryNextRules(rules: Rules, nowMs: number): Rules | undefined {
  const { ruleSet, riskAreasVersion } = rulesInForce(rules, nowMs);
  const { calendar } = rules;
  const isToCome = (item: { effectiveFrom: string; trial?: boolean }) =>
    item.trial === true || startOf(item) > nowMs;
  const nextSet = highest(rules.ruleSets.filter(isToCome), ruleSet.version);
  const nextAreas = highest(rules.riskAreas.filter(isToCome), riskAreasVersion);
  if (nextSet === undefined && nextAreas === undefined) return undefined;
  const areas = nextAreas ?? rules.riskAreas.find(({ version }) => version === riskAreasVersion);
  if (areas === undefined) return undefined;
  const ruleSets: RuleSets = [{ ...(nextSet ?? ruleSet), ...ALWAYS, trial: false }];
  const riskAreas: RiskAreaSets = [{ ...areas, ...ALWAYS }];
  return createRules({ ruleSets, riskAreas, calendar });
}

/** One that a higher version has replaced already will never hold. */
function highest<Item extends { readonly version: string }>(
  items: readonly Item[],
  above: string,
): Item | undefined {
  return items
    .filter(({ version }) => compareVersions(version, above) > 0)
    .reduce<Item | undefined>(
      (held, next) =>
        held === undefined || compareVersions(next.version, held.version) > 0 ? next : held,
      undefined,
    );
}
