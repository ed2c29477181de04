import type { StrategyName } from '../../../lib/plan/plan';
import { readAssembly } from '../../../lib/topology/assembly';
import { readRouting } from '../../../lib/topology/routing';
import type { RoutingTopology } from '../../../lib/topology/topology';
import { HostedZone } from '../../../lib/twin/route53/hosted-zone';
import { assertRoutingRules } from '../../../lib/twin/route53/routing-rules';
import { planFixture, THIRD_REGION } from '../../stacks/plan-fixture';
import { SynthesizedPlan } from '../../stacks/synthesized-plan';

/** Regions by letter: the active one, then those that wait. */
const REGIONS = { a: 'ap-southeast-1', b: 'ap-northeast-1', c: THIRD_REGION.name };

/** What the templates of a strategy say of routing. */
function routingOf(strategy: StrategyName, regionCount: number): RoutingTopology {
  const regions = [...planFixture().regions, THIRD_REGION].slice(0, regionCount);
  const made = new SynthesizedPlan({ strategy, regions });
  const routing = readRouting(readAssembly(made.assembly.directory));
  made.remove();
  return routing;
}

/**
 * Regions that a name is answered with, while some are out of service by their checks and some have
 * empty target groups; shares are drawn over an even grid of random numbers.
 */
function answered(
  routing: RoutingTopology,
  label: string,
  { outOfService = '', empty = '' }: { outOfService?: string; empty?: string },
): string {
  const letterOf = (id: string) =>
    Object.entries(REGIONS).find(
      ([, region]) => id.includes(region) || id.includes(region.replaceAll('-', '')),
    )?.[0] ?? '?';
  const seen = [0, 0.25, 0.5, 0.75].map((at) => {
    const zone = new HostedZone({
      routing,
      random: () => at,
      nearness: [],
      checkHealthy: (id) => !outOfService.includes(letterOf(id)),
      targetHealthy: (id) => !empty.includes(letterOf(id)),
      addresses: (id) => [`198.18.0.${letterOf(id).charCodeAt(0)}`],
    });
    const { answers } = zone.answer(`${label}.${routing.zoneName}`, 'A');
    return String.fromCharCode(Number(answers[0]?.split('.').at(-1)));
  });
  return [...new Set(seen)].sort().join('');
}

describe.each(['code', 'partner'])('%s', (label) => {
  // A pilot light runs no instance: its target groups are empty and nothing says that it serves.
  describe.each([
    ['pilot-light', 2],
    ['warm-standby', 2],
  ] as const)('%s in %i regions is answered with', (strategy, count) => {
    let routing: RoutingTopology;
    beforeAll(() => {
      routing = routingOf(strategy, count);
    });

    test.each([
      ['the primary, both in service', {}, 'a'],
      ['the primary, the standby empty', { outOfService: 'b', empty: 'b' }, 'a'],
      ['the standby, the primary evacuated', { outOfService: 'a' }, 'b'],
      ['the standby, the primary empty', { empty: 'a' }, 'b'],
      ['the primary, itself evacuated, the standby empty', { outOfService: 'ab', empty: 'b' }, 'a'],
      [
        'the primary, itself empty, the standby not yet seen to serve',
        { outOfService: 'b', empty: 'a' },
        'a',
      ],
    ])('%s', (_, state, expected) => {
      expect(answered(routing, label, state)).toBe(expected);
    });

    test('what Route 53 takes', () => {
      expect(() => assertRoutingRules(routing)).not.toThrow();
    });
  });

  describe.each([
    ['pilot-light', 3],
    ['warm-standby', 3],
  ] as const)('%s in %i regions is answered with', (strategy, count) => {
    let routing: RoutingTopology;
    beforeAll(() => {
      routing = routingOf(strategy, count);
    });

    test.each([
      ['the primary, all in service', {}, 'a'],
      ['the primary, the standbys empty', { outOfService: 'bc', empty: 'bc' }, 'a'],
      ['both standbys, the primary evacuated', { outOfService: 'a' }, 'bc'],
      ['the other standby, the primary and one standby evacuated', { outOfService: 'ab' }, 'c'],
      ['the standby that has been raised', { outOfService: 'ac', empty: 'c' }, 'b'],
      ['the primary, all evacuated', { outOfService: 'abc' }, 'a'],
      [
        'the primary, itself evacuated, the standbys empty',
        { outOfService: 'abc', empty: 'bc' },
        'a',
      ],
    ])('%s', (_, state, expected) => {
      expect(answered(routing, label, state)).toBe(expected);
    });

    test('what Route 53 takes', () => {
      expect(() => assertRoutingRules(routing)).not.toThrow();
    });
  });

  describe.each([
    ['single-region', 2],
    ['backup-restore', 2],
  ] as const)('%s in %i regions is answered with', (strategy, count) => {
    test.each([
      ['its only region, in service', {}],
      ['its only region, out of service and empty', { outOfService: 'a', empty: 'a' }],
    ])('%s', (_, state) => {
      expect(answered(routingOf(strategy, count), label, state)).toBe('a');
    });
  });

  describe('active-active in 3 regions is answered with', () => {
    let routing: RoutingTopology;
    beforeAll(() => {
      routing = routingOf('active-active', 3);
    });

    test.each([
      ['all', {}, 'abc'],
      ['those that are in service and not empty', { outOfService: 'a', empty: 'c' }, 'b'],
      ['all, none being in service', { outOfService: 'abc' }, 'abc'],
      ['all, every group being empty', { empty: 'abc' }, 'abc'],
    ])('%s', (_, state, expected) => {
      expect(answered(routing, label, state)).toBe(expected);
    });
  });
});
