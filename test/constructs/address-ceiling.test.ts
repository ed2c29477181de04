import {
  CEILING_RANGE,
  CITIZEN_CEILING,
  EVALUATION_SECONDS,
  PARTNER_CATCH_UP,
  PORT_REST_SECONDS,
  partnerCeiling,
  REQUESTS_PER_SHOWING,
  SHARED_ADDRESS_REQUESTS,
  SHARED_PORTS,
  STATION_PEOPLE_PER_MINUTE,
  STATION_REQUESTS,
  TRIES_PER_REQUEST,
} from '../../lib/constructs/address-ceiling';

/** Windows that the firewall can look back over, seconds. */
const WINDOWS = [60, 120, 300, 600];

describe('the ceiling of a citizen’s address', () => {
  test('lies at least a fifth above all that a carrier’s shared address can send', () => {
    const connections = (SHARED_PORTS / PORT_REST_SECONDS) * EVALUATION_SECONDS;
    expect(SHARED_PORTS).toBe(64_512);
    expect(connections).toBe(161_280);
    expect(SHARED_ADDRESS_REQUESTS).toBe(connections * REQUESTS_PER_SHOWING);
    expect(CITIZEN_CEILING).toBeGreaterThanOrEqual(1.2 * SHARED_ADDRESS_REQUESTS);
  });

  test('lies ten times above a station whose every phone shares one address and tries thrice', () => {
    const minutes = EVALUATION_SECONDS / 60;
    const asked = STATION_PEOPLE_PER_MINUTE * minutes * REQUESTS_PER_SHOWING * TRIES_PER_REQUEST;
    expect(STATION_REQUESTS).toBe(asked);
    expect(asked).toBe(45_000);
    expect(CITIZEN_CEILING).toBeGreaterThan(10 * asked);
  });

  test('leaves ports for the station, so its phones can share one address at all', () => {
    const held = STATION_PEOPLE_PER_MINUTE * TRIES_PER_REQUEST * (PORT_REST_SECONDS / 60);
    expect(held).toBeLessThan(SHARED_PORTS);
  });

  test('still stops one host far below what a region is sized for', () => {
    const highestPeakPerSecond = 1_400_000 / 60;
    expect(CITIZEN_CEILING / EVALUATION_SECONDS).toBeLessThan(highestPeakPerSecond / 10);
  });

  test('is one that the firewall takes', () => {
    expect(WINDOWS).toContain(EVALUATION_SECONDS);
    expect(CITIZEN_CEILING).toBeGreaterThanOrEqual(CEILING_RANGE.least);
    expect(CITIZEN_CEILING).toBeLessThanOrEqual(CEILING_RANGE.greatest);
  });
});

describe('the ceiling of a partner’s address', () => {
  test('lets one source send ten times what all of them are expected to', () => {
    expect(PARTNER_CATCH_UP).toBe(10);
    expect(partnerCeiling(2_000)).toBe(100_000);
  });

  test.each([
    [0, CEILING_RANGE.least],
    [0.5, 25],
    [10_000_000_000, CEILING_RANGE.greatest],
  ])('for %d requests a minute is %d', (requestsPerMinute, ceiling) => {
    expect(partnerCeiling(requestsPerMinute)).toBe(ceiling);
  });
});
