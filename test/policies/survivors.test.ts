import { carriedBy, heaviestLoads, type LossModel } from '../../lib/policies/survivors';
import type { StandingFleet, StandingRegion, UserShare } from '../../lib/topology/topology';

const fleet: StandingFleet = {
  name: 'citizen',
  autoScalingGroupId: 'Group',
  instanceType: 'c8g.large',
  zones: ['a', 'b', 'c'],
  minSize: 10,
  maxSize: 100,
  scheduledActions: [],
  targetRequestsPerSecondPerInstance: 100,
};

const regions = (...shares: readonly (UserShare | undefined)[]): StandingRegion[] =>
  shares.map((userShare, index) => ({
    region: `r${index}`,
    stackName: `Region-r${index}`,
    fleets: [{ ...fleet, ...(userShare && { userShare }) }],
  }));

const model = (changes: Partial<LossModel> = {}): LossModel => ({
  survive: 'region',
  routing: 'weighted',
  timeZone: 'UTC',
  ...changes,
});

const weight = (value: number): UserShare => ({ kind: 'weighted', weight: value });
const latency: UserShare = { kind: 'latency' };
const primary: UserShare = { kind: 'primary' };
const secondary = (value: number): UserShare => ({ kind: 'secondary', weight: value });

test.each<[string, readonly (UserShare | undefined)[], Partial<LossModel>, readonly number[]]>([
  ['two regions: each all of it', [undefined, undefined], {}, [1, 1]],
  ['three: each one half', [weight(100), weight(100), weight(100)], {}, [0.5, 0.5, 0.5]],
  ['three by latency: each all of it', [latency, latency, latency], {}, [1, 1, 1]],
  ['latency by the plan', [undefined, undefined, undefined], { routing: 'latency' }, [1, 1, 1]],
  ['uneven weights: as they say', [weight(3), weight(1), weight(1)], {}, [0.75, 0.5, 0.5]],
  ['a standby: nothing until it is alone', [weight(100), weight(0)], {}, [1, 1]],
  ['two standbys: half of it each', [weight(1), weight(0), weight(0)], {}, [1, 0.5, 0.5]],
  ['none lost: what the weights say', [weight(1), weight(1)], { survive: 'none' }, [0.5, 0.5]],
  ['none lost, a standby: nothing', [weight(1), weight(0)], { survive: 'none' }, [1, 0]],
  ['a primary: all of it, its secondary only without it', [primary, secondary(1)], {}, [1, 1]],
  ['two secondaries: half each', [primary, secondary(100), secondary(100)], {}, [1, 0.5, 0.5]],
  ['uneven secondaries', [primary, secondary(3), secondary(1)], {}, [1, 0.75, 0.25]],
  ['none lost, a secondary: nothing', [primary, secondary(1)], { survive: 'none' }, [1, 0]],
  ['a secondary listed first', [secondary(1), primary], { survive: 'none' }, [0, 1]],
])('asks of %s', (_, shares, changes, expected) => {
  const loads = heaviestLoads(regions(...shares), 'citizen', model(changes));
  expect(loads.map(({ share }) => share)).toEqual(expected);
});

test('leaves nobody to carry the demand where the only region is lost', () => {
  expect(heaviestLoads(regions(undefined), 'citizen', model())).toEqual([{ lost: 0, share: 1 }]);
  expect(heaviestLoads([], 'citizen', model({ survive: 'none' }))).toEqual([{ share: 1 }]);
});

test.each([
  [10, 600],
  [12, 800],
  [13, 800],
])('takes the largest of three zones from %i instances', (instances, carried) => {
  expect(carriedBy(fleet, instances, model({ survive: 'region+zone' }))).toBe(carried);
  expect(carriedBy(fleet, instances, model())).toBe(instances * 100);
});
