import type { Assembly } from '../topology/assembly';
import { type RecoveryFormula, recoveryFormula } from '../topology/recovery-formula';
import { readRouting } from '../topology/routing';
import type { HealthCheckTopology, RecordTopology } from '../topology/topology';

/** The records of one name. */
export interface NameSummary {
  readonly name: string;
  readonly policy: RecordTopology['policy']['kind'];
  /** What tells the records apart; empty for a simple record. */
  readonly records: readonly { readonly setIdentifier: string; readonly weight?: number }[];
  /** Whether a health check stands at every record. */
  readonly checked: boolean;
}

/** How users find a region, and how they leave a lost one. */
export interface RoutingSummary {
  readonly zoneName: string;
  readonly names: readonly NameSummary[];
  /** Checks that ask an endpoint, by how they do it. */
  readonly endpointChecks: readonly EndpointChecks[];
  readonly calculatedChecks: number;
  readonly recovery: RecoveryFormula;
}

/** Endpoint checks that ask alike. */
export interface EndpointChecks {
  readonly type: string;
  readonly intervalSec: number;
  readonly failureThreshold: number;
  readonly count: number;
}

/** Reads records and health checks; undefined where the templates have neither. */
export function trySummariseRouting(assembly: Assembly): RoutingSummary | undefined {
  const { zoneName, healthChecks, records } = readRouting(assembly);
  if (records.length === 0) return undefined;
  return {
    zoneName,
    names: [...new Set(records.map(({ name }) => name))].map((name) =>
      summariseName(
        name,
        records.filter((record) => record.name === name),
      ),
    ),
    endpointChecks: groupChecks(healthChecks),
    calculatedChecks: healthChecks.filter(({ kind }) => kind === 'calculated').length,
    recovery: recoveryFormula({ healthChecks }),
  };
}

function summariseName(name: string, records: readonly RecordTopology[]): NameSummary {
  return {
    name,
    policy: records[0]?.policy.kind ?? 'simple',
    records: records.flatMap(({ policy }) =>
      policy.kind === 'simple'
        ? []
        : [
            {
              setIdentifier: policy.setIdentifier,
              ...(policy.kind === 'weighted' && { weight: policy.weight }),
            },
          ],
    ),
    checked: records.every(({ healthCheckId }) => healthCheckId !== undefined),
  };
}

function groupChecks(healthChecks: readonly HealthCheckTopology[]): readonly EndpointChecks[] {
  const groups = new Map<string, EndpointChecks>();
  for (const check of healthChecks) {
    if (check.kind !== 'endpoint') continue;
    const { type, intervalSec, failureThreshold } = check;
    const key = [type, intervalSec, failureThreshold].join(' ');
    const count = (groups.get(key)?.count ?? 0) + 1;
    groups.set(key, { type, intervalSec, failureThreshold, count });
  }
  return [...groups.values()];
}
