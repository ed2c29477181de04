import { virtualCpusNeeded, virtualCpusOf } from '../../lib/policies/virtual-cpus';
import { shippedPlan, standingRegions } from './standing-fixture';

test.each([
  ['c8g.medium', 1],
  ['c8g.large', 2],
  ['t4g.nano', 2],
  ['t4g.medium', 2],
  ['m7i.xlarge', 4],
  ['c8g.4xlarge', 16],
  ['c7i.metal-48xl', 192],
])('%s has %i', (instanceType, cpus) => {
  expect(virtualCpusOf(instanceType)).toBe(cpus);
});

test('refuses a size that does not tell', () => {
  expect(() => virtualCpusOf('c8g.metal')).toThrow(
    /no number of virtual CPUs is known for c8g.metal/,
  );
});

test('counts every fleet at its maximum', () => {
  // 98 citizen and 8 partner instances of 2 each.
  const regions = standingRegions(shippedPlan());
  const instances = regions[0]?.fleets.reduce((sum, { maxSize }) => sum + maxSize, 0) ?? 0;
  expect(virtualCpusNeeded(regions)).toEqual(
    regions.map(({ region }) => ({ region, virtualCpus: instances * 2 })),
  );
});
