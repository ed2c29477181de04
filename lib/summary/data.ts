import type { Assembly } from '../topology/assembly';
import { type BackupTopology, readBackups } from '../topology/backups';
import { readTables } from '../topology/data';
import { readTableSafeguards, type TableSafeguards } from '../topology/table-safeguards';
import type { TableTopology } from '../topology/topology';

/** One global table with what keeps it safe. */
export type TableSummary = Pick<TableTopology, 'role' | 'replicaRegions' | 'consistency'> &
  TableSafeguards;

/** Where the data lies and how it comes back. */
export interface DataSummary {
  readonly tables: readonly TableSummary[];
  readonly backups: BackupTopology;
}

/** Reads tables and backups. */
export function summariseData(assembly: Assembly): DataSummary {
  const safeguards = readTableSafeguards(assembly);
  return {
    tables: readTables(assembly).flatMap(({ tableName, role, replicaRegions, consistency }) =>
      safeguards
        .filter((candidate) => candidate.tableName === tableName)
        .map((found) => ({ ...found, role, replicaRegions, consistency })),
    ),
    backups: readBackups(assembly),
  };
}
