/** TCP connection of an HTTP or HTTPS check, seconds (Route 53's figure). */
export const CONNECT_TIMEOUT_SEC = 4;

/** Status line after the connection, seconds (Route 53's figure). */
export const STATUS_TIMEOUT_SEC = 2;

/** Body with the search string after the status line, seconds (Route 53's figure). */
export const BODY_TIMEOUT_SEC = 2;

/** Connection of a TCP check, seconds (Route 53's figure). */
export const TCP_CONNECT_TIMEOUT_SEC = 10;

/**
 * Shortest wall time a probe is given for any phase. An accelerated clock does not make this
 * machine's processes faster: at rate 20 the 2 s for a status would be 100 ms of wall time, and a busy
 * processor would pass for a dead region.
 */
export const PROBE_TIMEOUT_FLOOR_MS = 1_000;

/** Twin seconds to wait for a phase: the documented figure, or what the floor in wall time comes to. */
export function probeTimeoutSec(documentedSec: number, clockRate: number): number {
  return Math.max(documentedSec, (PROBE_TIMEOUT_FLOOR_MS / 1000) * clockRate);
}
