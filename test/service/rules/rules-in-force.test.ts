import * as fc from 'fast-check';
import { LocalCalendar } from '../../../service/rules/local-calendar';
import { SEED_RISK_AREAS } from '../../../service/rules/risk-areas';
import { type RuleSet, SEED_RULE_SET } from '../../../service/rules/rule-set';
import { compareVersions } from '../../../service/rules/rule-version';
import { createRules, type RuleSets, rulesInForce } from '../../../service/rules/rules-in-force';
import { runs } from '../fixtures/runs';

const calendar = new LocalCalendar('Asia/Shanghai');

function versionAt(time: string, ...ruleSets: RuleSet[]): string {
  const rules = createRules({
    ruleSets: ruleSets as unknown as RuleSets,
    riskAreas: [SEED_RISK_AREAS],
    calendar,
  });
  return rulesInForce(rules, Date.parse(time)).ruleSet.version;
}

const set = (version: string, effectiveFrom: string, more: Partial<RuleSet> = {}): RuleSet => ({
  ...SEED_RULE_SET,
  ...more,
  version,
  effectiveFrom,
});

test.each([
  ['2022-01-09.1', '2022-01-10.1', -1],
  ['2022-01-10.2', '2022-01-10.10', -8],
  ['2022-01-10.10', '2022-01-10.2', 8],
  ['2022-01-10.1', '2022-01-10.1', 0],
])('%s against %s', (a, b, order) => {
  expect(compareVersions(a, b)).toBe(order);
});

test('of those that have begun the highest version holds, whatever their order', () => {
  const sets = [
    set('2022-01-10.1', '2022-01-10T00:00:00Z'),
    set('2022-01-11.1', '2022-01-12T00:00:00Z'),
    set('2022-01-11.2', '2022-01-14T00:00:00Z'),
  ];
  for (const listed of [sets, sets.toReversed()]) {
    expect(versionAt('2022-01-09T00:00:00Z', ...listed)).toBe('2022-01-10.1');
    expect(versionAt('2022-01-11T23:59:59.999Z', ...listed)).toBe('2022-01-10.1');
    expect(versionAt('2022-01-12T00:00:00Z', ...listed)).toBe('2022-01-11.1');
    expect(versionAt('2022-01-14T00:00:00Z', ...listed)).toBe('2022-01-11.2');
  }
});

test('one that was replaced does not come back, though it says to begin later', () => {
  const [high, low] = [
    set('2022-01-11.2', '2022-01-12T00:00:00Z'),
    set('2022-01-11.1', '2022-01-14T00:00:00Z'),
  ];
  expect(versionAt('2022-01-15T00:00:00Z', high, low)).toBe('2022-01-11.2');
});

test('one on trial never holds', () => {
  const trial = set('2022-01-12.1', '2022-01-12T00:00:00Z', { trial: true });
  expect(versionAt('2022-01-15T00:00:00Z', SEED_RULE_SET, trial)).toBe(SEED_RULE_SET.version);
});

test('of two under one version every process takes the same', () => {
  const effectiveFrom = '2022-01-12T00:00:00Z';
  const [one, other] = [3, 5].map((countedDays) =>
    set('2022-01-11.1', effectiveFrom, {
      riskAreaStay: { ...SEED_RULE_SET.riskAreaStay, countedDays },
    }),
  ) as [RuleSet, RuleSet];
  const [rules, same] = [
    [one, other],
    [other, one],
  ].map((sets) =>
    createRules({
      ruleSets: sets as unknown as RuleSets,
      riskAreas: [SEED_RISK_AREAS],
      calendar,
    }),
  );
  const held = rulesInForce(rules!, Date.parse(effectiveFrom)).ruleSet;
  expect(rulesInForce(same!, Date.parse(effectiveFrom)).ruleSet).toEqual(held);
  expect(rules!.epoch).toBe(same!.epoch);
});

test('the epoch changes with every member of every version, and with nothing else', () => {
  const epochOf = (ruleSet: RuleSet, riskAreas = SEED_RISK_AREAS) =>
    createRules({ ruleSets: [ruleSet], riskAreas: [riskAreas], calendar }).epoch;
  const same = epochOf(structuredClone(SEED_RULE_SET));
  expect(epochOf(SEED_RULE_SET)).toBe(same);
  expect(epochOf({ ...SEED_RULE_SET, effectiveFrom: '2022-01-10T00:00:01.000Z' })).not.toBe(same);
  expect(epochOf(SEED_RULE_SET, { ...SEED_RISK_AREAS, areas: [] })).not.toBe(same);
});

test('periods never overlap, and the version in force never falls', () => {
  const sets = fc.uniqueArray(
    fc.tuple(fc.integer({ min: 10, max: 28 }), fc.integer({ min: 10, max: 28 })),
    { minLength: 1, maxLength: 6, selector: ([day]) => day },
  );
  fc.assert(
    fc.property(sets, fc.nat(40), fc.nat(40), (drawn, a, b) => {
      const listed = drawn.map(([day, from]) =>
        set(`2022-01-${day}.1`, `2022-01-${from}T00:00:00.000Z`),
      );
      const first = Math.min(...listed.map(({ effectiveFrom }) => Date.parse(effectiveFrom)));
      const [early, late] = [Math.min(a, b), Math.max(a, b)].map((days) =>
        new Date(first + days * 43_200_000).toISOString(),
      ) as [string, string];
      const [before, after] = [versionAt(early, ...listed), versionAt(late, ...listed)];
      expect(compareVersions(before, after)).toBeLessThanOrEqual(0);
    }),
    { numRuns: runs(200) },
  );
});
