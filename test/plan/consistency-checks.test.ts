import {
  checkConsistency,
  STRONG_MEMBERS,
  STRONG_REGION_SETS,
} from '../../lib/plan/consistency-checks';
import type { StrategyName } from '../../lib/plan/plan';
import type { PlanParts } from '../../lib/plan/plan-parts';

const [TOKYO = '', SEOUL = '', OSAKA = ''] = STRONG_REGION_SETS[2] ?? [];

function check(
  regions: readonly string[],
  data: PlanParts['data'],
  strategy: StrategyName = 'active-active',
) {
  return checkConsistency({
    data,
    strategy,
    regions: regions.map((name) => ({ name, zones: [`${name}a`, `${name}b`] })),
    channels: [],
    campaigns: [],
  });
}

const strong = (witness?: string): PlanParts['data'] => ({
  consistency: 'strong',
  ...(witness !== undefined && { witness }),
});

describe('strong consistency is accepted', () => {
  test('for three regions of one set', () => {
    expect(check([TOKYO, SEOUL, OSAKA], strong())).toEqual([]);
  });

  test('for two regions and a witness, each in any place of the set', () => {
    expect(check([TOKYO, SEOUL], strong(OSAKA))).toEqual([]);
    expect(check([OSAKA, TOKYO], strong(SEOUL))).toEqual([]);
  });

  test.each(STRONG_REGION_SETS)('for the set of %s', (...set) => {
    const [first = '', second = '', third = ''] = set;
    expect(check([first, second], strong(third))).toEqual([]);
    expect(set.length).toBeGreaterThanOrEqual(STRONG_MEMBERS);
  });

  test('for regions that only hold data as for those that serve', () => {
    expect(check([TOKYO, SEOUL], strong(OSAKA), 'backup-restore')).toEqual([]);
  });
});

describe('strong consistency is refused', () => {
  test.each([
    ['regions of no set', ['ap-southeast-1', TOKYO], OSAKA],
    ['regions of two sets', ['us-east-1', 'eu-west-1'], 'us-east-2'],
    ['a witness of another set', [TOKYO, SEOUL], 'us-east-1'],
    ['regions in China', ['cn-north-1', 'cn-northwest-1'], undefined],
  ])('for %s', (_, regions, witness) => {
    const [finding] = check(regions, strong(witness));
    expect(finding).toMatchObject({
      code: 'KAPOK_PLAN_CONSISTENCY',
      path: ['data', 'consistency'],
      what: 'these regions cannot hold strongly consistent tables together',
      got: [...regions, ...(witness === undefined ? [] : [witness])].join(', '),
    });
    expect(finding?.allowed).toContain('ap-northeast-1, ap-northeast-2, ap-northeast-3');
  });

  test.each([
    ['two regions without a witness', [TOKYO, SEOUL], undefined, 'data.witness'],
    ['three regions and a witness', [TOKYO, SEOUL, OSAKA], TOKYO, 'number of regions'],
    ['a witness that holds data itself', [TOKYO, SEOUL], SEOUL, 'data.witness'],
  ])('for %s', (_, regions, witness, fix) => {
    const [finding] = check(regions, strong(witness));
    expect(finding?.what).toBe('a strongly consistent table needs three different members');
    expect(finding?.fix).toContain(fix);
  });

  test('for one region with data, whatever other regions the plan names', () => {
    const findings = check([TOKYO, SEOUL, OSAKA], strong(), 'single-region');
    expect(findings.map(({ got }) => got)).toEqual(['1 regions with data and no witness']);
  });
});

describe('eventual consistency', () => {
  test('fits any regions', () => {
    expect(check(['ap-southeast-1', 'us-east-1'], { consistency: 'eventual' })).toEqual([]);
  });

  test('has no witness', () => {
    const [finding] = check([TOKYO, SEOUL], { consistency: 'eventual', witness: OSAKA });
    expect(finding).toMatchObject({ path: ['data', 'witness'], got: OSAKA });
  });
});

test('parts of the wrong shape are passed over', () => {
  expect(check([TOKYO], undefined)).toEqual([]);
});
