import type { RoutingTopology } from './topology';

/** TTL of alias records to load balancers, which Route 53 sets itself, seconds. */
export const ALIAS_TTL_SEC = 60;

/** Recovery time to expect, from what the templates declare. */
export interface RecoveryFormula {
  /** Until enough checkers call a lost region unhealthy. */
  readonly detectSec: number;
  /** Until cached answers have expired. */
  readonly ttlSec: number;
  readonly sumSec: number;
}

/**
 * Detection plus caching, from the declared health checks: threshold x interval for the slowest
 * endpoint check, then one TTL (Amazon Route 53 developer guide, health-check settings).
 */
export function recoveryFormula({
  healthChecks,
}: Pick<RoutingTopology, 'healthChecks'>): RecoveryFormula {
  const detectSec = Math.max(
    0,
    ...healthChecks.map((check) =>
      check.kind === 'endpoint' ? check.failureThreshold * check.intervalSec : 0,
    ),
  );
  return { detectSec, ttlSec: ALIAS_TTL_SEC, sumSec: detectSec + ALIAS_TTL_SEC };
}
