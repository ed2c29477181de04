import {
  BYTES_PER_REQUEST,
  capacityUnitsFor,
  MINIMUM_CAPACITY_UNITS,
} from '../../lib/plan/load-balancer-units';

describe('load-balancer capacity units', () => {
  test('are 934 for the peak of the incident, 23,333 new connections per second', () => {
    expect(capacityUnitsFor(1_400_000)).toBe(934);
  });

  test('are never fewer than AWS reserves, and none for nobody', () => {
    expect(capacityUnitsFor(1)).toBe(MINIMUM_CAPACITY_UNITS);
    expect(capacityUnitsFor(0)).toBe(0);
  });

  test('are set by new connections as long as a request has less than 11 KB', () => {
    // 1 GB per hour and unit over 25 requests per second and unit.
    expect(BYTES_PER_REQUEST).toBeLessThan(1e9 / 3600 / 25);
  });
});
