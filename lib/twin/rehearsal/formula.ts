import type { RoutingTopology } from '../../topology/topology';
import type { RecoveryFormula } from './report';

/** TTL of an alias record to a load balancer; Route 53 does not let it be changed. */
export const ALIAS_TTL_SEC = 60;

/**
 * Detection plus caching, from the declared health checks: threshold x interval for the slowest
 * endpoint check, then one TTL (Amazon Route 53 developer guide, health-check settings).
 */
export function recoveryFormula({ healthChecks }: RoutingTopology): RecoveryFormula {
  const detectSec = Math.max(
    0,
    ...healthChecks.map((check) =>
      check.kind === 'endpoint' ? check.failureThreshold * check.intervalSec : 0,
    ),
  );
  return { detectSec, ttlSec: ALIAS_TTL_SEC, sumSec: detectSec + ALIAS_TTL_SEC };
}
