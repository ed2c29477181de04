import { digestOf, type JsonValue } from '../facts/digest';
import type { LocalCalendar } from './local-calendar';
import { RiskAreaIndex, type RiskAreaSet } from './risk-areas';
import type { RuleSet } from './rule-set';
import { compareVersions } from './rule-version';

/** At least one version of the rule set, in any order. */
export type RuleSets = readonly [RuleSet, ...RuleSet[]];

/** At least one version of the risk areas, in any order. */
export type RiskAreaSets = readonly [RiskAreaSet, ...RiskAreaSet[]];

/** What rules are made of. */
export interface RuleVersions {
  readonly ruleSets: RuleSets;
  readonly riskAreas: RiskAreaSets;
  readonly calendar: LocalCalendar;
}

/** The rules of one time, until those of the next period begin. */
export interface RulesInForce {
  readonly fromMs: number;
  readonly ruleSet: RuleSet;
  readonly riskAreasVersion: string;
  readonly riskAreas: RiskAreaIndex;
}

/** What the colour depends on besides the facts and the time. */
export interface Rules extends RuleVersions {
  /** Changes whenever a decision of the same facts could be another one. */
  readonly epoch: string;
  /** In the order of time; the first one has always been in force. */
  readonly periods: readonly [RulesInForce, ...RulesInForce[]];
}

/** Makes rules of all versions that are known, whatever their order. */
export function createRules(versions: RuleVersions): Rules {
  const ruleSets = onePerVersion(versions.ruleSets);
  const riskAreas = onePerVersion(versions.riskAreas);
  const epoch = digestOf([ruleSets, riskAreas] as unknown as JsonValue).slice(0, 16);
  const candidates = ruleSets.filter(({ trial }) => trial !== true);
  if (candidates.length === 0) candidates.push(ruleSets[0] as RuleSet);
  const starts = [...new Set([...candidates, ...riskAreas].map(startOf))].sort((a, b) => a - b);
  const periods = starts.map((fromMs, at): RulesInForce => {
    const areas = inForce(riskAreas, fromMs);
    return {
      fromMs: at === 0 ? Number.NEGATIVE_INFINITY : fromMs,
      ruleSet: inForce(candidates, fromMs),
      riskAreasVersion: areas.version,
      riskAreas: new RiskAreaIndex(areas.areas),
    };
  });
  return { ...versions, epoch, periods: periods as [RulesInForce, ...RulesInForce[]] };
}

/** The rules of an instant. */
export function rulesInForce({ periods }: Rules, ms: number): RulesInForce {
  for (let at = periods.length - 1; at > 0; at -= 1) {
    const period = periods[at] as RulesInForce;
    if (period.fromMs <= ms) return period;
  }
  return periods[0];
}

/** When a version begins to hold. */
export function startOf({ effectiveFrom }: { readonly effectiveFrom: string }): number {
  return Date.parse(effectiveFrom);
}

interface Version {
  readonly version: string;
  readonly effectiveFrom: string;
}

/**
 * Of the versions that have begun the highest holds: one that was replaced never comes back, not even
 * when it says to begin after the one that replaced it. Before any begins, the one that begins first.
 */
function inForce<Item extends Version>(items: readonly Item[], ms: number): Item {
  const begun = items.filter((item) => startOf(item) <= ms);
  if (begun.length > 0) return begun.reduce((held, next) => (isHigher(next, held) ? next : held));
  return items.reduce((held, next) => {
    const [a, b] = [startOf(next), startOf(held)];
    return a < b || (a === b && isHigher(next, held)) ? next : held;
  });
}

function isHigher(one: Version, other: Version): boolean {
  return compareVersions(one.version, other.version) > 0;
}

/** Where two say to be one version, the one with the lower digest is it, in every process. */
function onePerVersion<Item extends Version>(items: readonly Item[]): Item[] {
  const byVersion = new Map<string, { item: Item; digest: string }>();
  for (const item of items) {
    const digest = digestOf(item as unknown as JsonValue);
    const rival = byVersion.get(item.version);
    if (rival === undefined || digest < rival.digest) byVersion.set(item.version, { item, digest });
  }
  return [...byVersion.values()]
    .map(({ item }) => item)
    .sort((a, b) => compareVersions(a.version, b.version));
}
