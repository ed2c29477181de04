import fc from 'fast-check';
import { failedRatioLimit, metricId, trafficFloor } from '../../../lib/constructs/alarms/share';

test.each([
  [0.999, 1_000, 0.001],
  [0.99, 100, 0.01],
  [0.9, 10, 0.1],
  [0.9995, 2_000, 0.0005],
  [1, 1, 0],
  [0, 1, 1],
])('a promise of %d counts from %i requests and allows a share of %d', (ratio, floor, limit) => {
  expect(trafficFloor(ratio)).toBe(floor);
  expect(failedRatioLimit(ratio)).toBe(limit);
});

test('at the floor one failure alone is within the promise', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 99_999 }), (promised) => {
      const ratio = promised / 100_000;

      expect(1 / trafficFloor(ratio)).toBeLessThanOrEqual(failedRatioLimit(ratio) + 1e-9);
    }),
  );
});

test.each([
  ['', 'part'],
  ['ap-southeast-1_alipay', 'part_ap_southeast_1_alipay'],
])('the key %j makes the metric %s', (key, id) => {
  expect(metricId('part', key)).toBe(id);
});
