/**
 * Capacity units (LCU) an Application Load Balancer must have reserved to take a load at once. One
 * unit is the largest of 25 new connections per second, 3,000 active connections and 1 GB per hour;
 * rule evaluations are free up to ten rules and a fleet has fewer. Checked against: 23,333 requests
 * per second on new connections are 933.3 units; with 10 KiB each, bytes alone are 860.2 units.
 */

/** Least reservation that AWS accepts. */
export const MINIMUM_CAPACITY_UNITS = 100;

/** Assumption: a phone opens the code now and then, so each request comes on a new connection. */
export const NEW_CONNECTIONS_PER_REQUEST = 1;

/** Assumption: a connection stays for the load balancer's default idle timeout. */
export const CONNECTION_SECONDS = 60;

/** Assumption: headers, TLS and a signed code of about 1 KiB, both ways, with a wide margin. */
export const BYTES_PER_REQUEST = 4096;

const NEW_CONNECTIONS_PER_UNIT = 25;
const ACTIVE_CONNECTIONS_PER_UNIT = 3000;
const BYTES_PER_HOUR_PER_UNIT = 1e9;

/**
 * Units for one request per second: the largest of 1 / 25 = 0.04 for its connection, 60 / 3,000 = 0.02
 * for the time that stays open, and 4,096 x 3,600 / 10^9 = 0.0147 for its bytes.
 */
export const UNITS_PER_REQUEST_PER_SECOND = Math.max(
  NEW_CONNECTIONS_PER_REQUEST / NEW_CONNECTIONS_PER_UNIT,
  (NEW_CONNECTIONS_PER_REQUEST * CONNECTION_SECONDS) / ACTIVE_CONNECTIONS_PER_UNIT,
  (BYTES_PER_REQUEST * 3600) / BYTES_PER_HOUR_PER_UNIT,
);

/** Units to reserve for a load; 0 for a load balancer that nobody is sent to. */
export function capacityUnitsFor(requestsPerMinute: number): number {
  if (requestsPerMinute === 0) return 0;
  const units = (requestsPerMinute / 60) * UNITS_PER_REQUEST_PER_SECOND;
  return Math.max(MINIMUM_CAPACITY_UNITS, Math.ceil(units - 1e-9));
}
