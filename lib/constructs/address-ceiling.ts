/**
 * How many requests one address may send before the firewall refuses the rest. It is there for a single
 * host that floods a region, not for people: a carrier puts thousands of phones behind one address,
 * and quotas per person and channel are kept by the service, which knows them. So the ceiling lies
 * above what phones behind one address can ask for at all.
 */

/** How far the firewall looks back, seconds; a longer look forgives a burst. */
export const EVALUATION_SECONDS = 300;

/** Ports of one IPv4 address that a carrier shares among its phones: 65,536 less the 1,024 system ports. */
export const SHARED_PORTS = 65_536 - 1_024;

/**
 * Seconds a shared port rests before another connection gets it (RFC 6888, requirement 8). Mapping does
 * not depend on the destination (RFC 4787, requirement 1), so all addresses of a load balancer share it.
 */
export const PORT_REST_SECONDS = 120;

/** Requests of a phone that shows its code: the code, one panel and one refresh. */
export const REQUESTS_PER_SHOWING = 3;

/**
 * Tries of a request that fails: the first and two more. Each is counted as a connection of its own,
 * which is the worst case for the carrier's ports.
 */
export const TRIES_PER_REQUEST = 3;

/**
 * ASSUMPTION: people who pass the gates of the busiest metro station in a minute. 60,000 an hour is
 * beyond any station of the province, and all of them use one carrier and share one address.
 */
export const STATION_PEOPLE_PER_MINUTE = 60_000 / 60;

/**
 * What that station asks for while every request fails twice: 1,000 x 5 minutes x 3 requests x 3 tries
 * = 45,000.
 */
export const STATION_REQUESTS =
  STATION_PEOPLE_PER_MINUTE * (EVALUATION_SECONDS / 60) * REQUESTS_PER_SHOWING * TRIES_PER_REQUEST;

/**
 * What one shared address can ask for at all: 64,512 ports, each with a new connection every 120 s, and
 * the requests of a showing on each: 64,512 x 300 / 120 x 3 = 483,840.
 */
export const SHARED_ADDRESS_REQUESTS =
  SHARED_PORTS * (EVALUATION_SECONDS / PORT_REST_SECONDS) * REQUESTS_PER_SHOWING;

/**
 * Requests of one address in the evaluation window: 24 % above what a shared one can send and 13 times
 * the station's. It is 2,000 requests a second, a twelfth of the highest peak of one region.
 */
export const CITIZEN_CEILING = 600_000;

/**
 * Multiple of all partners' expected rate that one source may send. One exchange may speak for all of
 * them, and catches up after an outage; past it the service's quota per source decides.
 */
export const PARTNER_CATCH_UP = 10;

/** Least and greatest ceiling that the firewall takes. */
export const CEILING_RANGE = { least: 10, greatest: 2_000_000_000 } as const;

/** Requests of one partner's address in the evaluation window. */
export function partnerCeiling(requestsPerMinute: number): number {
  const wanted = Math.ceil(requestsPerMinute * (EVALUATION_SECONDS / 60) * PARTNER_CATCH_UP);
  return Math.min(Math.max(wanted, CEILING_RANGE.least), CEILING_RANGE.greatest);
}
