import type { RoutingTopology } from '../../topology/topology';
import { ALIAS_TTL_SEC } from '../route53/hosted-zone';
import type { RecoveryFormula } from './report';

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
