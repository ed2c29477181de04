import { isNewer, isSameVersion, VersionClock } from '../../../lib/twin/global-table/version';

test.each([
  ['a later timestamp wins', 2, 'a', 1, 'b', true],
  ['an earlier timestamp loses', 1, 'b', 2, 'a', false],
  ['at the same time the greater region name wins', 1, 'b', 1, 'a', true],
  ['at the same time the lesser region name loses', 1, 'a', 1, 'b', false],
  ['a version does not win over itself', 1, 'a', 1, 'a', false],
])('%s', (_sentence, timestampUs, region, otherUs, otherRegion, expected) => {
  const other = { timestampUs: otherUs, region: otherRegion };
  expect(isNewer({ timestampUs, region }, other)).toBe(expected);
});

test('any version wins over none', () => {
  const version = { timestampUs: 1, region: 'a' };
  expect(isNewer(version, undefined)).toBe(true);
  expect(isSameVersion(version, undefined)).toBe(false);
});

test('versions follow the clock and grow while it stands still or steps back', () => {
  let nowMs = 5;
  const clock = new VersionClock('a', () => nowMs);
  const issued = [clock.next(), clock.next()];
  nowMs = 3;
  issued.push(clock.next());
  nowMs = 7.5;
  issued.push(clock.next());
  expect(issued.map(({ timestampUs }) => timestampUs)).toEqual([5000, 5001, 5002, 7500]);
});

test('a version issued after one was seen from a faster clock is later than that', () => {
  const clock = new VersionClock('a', () => 5);
  clock.observe({ timestampUs: 9_000, region: 'b' });
  expect(clock.next()).toEqual({ timestampUs: 9_001, region: 'a' });
});

test('a restarted clock goes on above its high water', () => {
  const before = new VersionClock('a', () => 5);
  before.next();
  const after = new VersionClock('a', () => 1, before.highWaterUs);
  expect(after.next().timestampUs).toBe(5_001);
});
