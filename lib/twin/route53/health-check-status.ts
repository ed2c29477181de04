import type { HealthCheckTopology } from '../../topology/topology';
import { voteHealthy } from './vote';

/** How many checkers watch an endpoint and how many of them believe it healthy. */
export interface CheckerCount {
  readonly healthy: number;
  readonly all: number;
}

/** What the status of a health check is computed from. */
export interface HealthCheckEvidence {
  /** Beliefs of the check's own checkers; of no use to a calculated check. */
  readonly checkers: CheckerCount;
  /** Status of a child after the child's own inversion. */
  readonly childHealthy: (id: string) => boolean;
}

/**
 * The status that Route 53 reports for a check.
 * A disabled check counts as healthy whatever it saw last, and inversion comes after everything else,
 * so an inverted check is unhealthy while it is new (checkers start out believing) or disabled.
 */
export function healthCheckStatus(
  check: HealthCheckTopology,
  evidence: HealthCheckEvidence,
): boolean {
  return (check.disabled || observedHealthy(check, evidence)) !== check.inverted;
}

function observedHealthy(check: HealthCheckTopology, evidence: HealthCheckEvidence): boolean {
  if (check.kind === 'endpoint') {
    return voteHealthy(evidence.checkers.healthy, evidence.checkers.all);
  }
  // No clamp: a threshold of 0 is always met and one above the number of children never is.
  return check.childIds.filter(evidence.childHealthy).length >= check.healthThreshold;
}
