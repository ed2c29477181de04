import { FLEET_NAMES, type Plan } from '../plan/plan';
import {
  READ_UNITS_PER_CODE,
  RECORDS_PER_PARTNER_REQUEST,
  WRITE_UNITS_PER_RECORD,
} from '../plan/table-throughput';
import type { Assembly } from '../topology/assembly';
import { type Resource, resourcesOf } from '../topology/property';
import { standingRegionsOf } from '../topology/standing-fleets';
import { DemandTables } from './demand-table';
import { type Fault, type PolicyContext, placeOf, policyOf } from './policy';
import { tryReadValue } from './requirement';
import { heaviestLoads } from './survivors';

/** Rule: the table of facts answers the heaviest load of every region from its first second. */
export const tableThroughput = policyOf(
  'kapok-table-throughput',
  'every replica of the table of facts is warm for what its region may be asked for',
  findThroughputFaults,
  findMissingReplicas,
);

const isFacts = (table: Resource) => table.tryGet('TableName')?.text().endsWith('-facts') === true;

function findThroughputFaults(assembly: Assembly, { plan }: PolicyContext): readonly Fault[] {
  const needed = neededUnits(assembly, plan);
  return resourcesOf(assembly, 'AWS::DynamoDB::GlobalTable')
    .filter(isFacts)
    .filter((table) => tryReadValue(table, 'BillingMode') === 'PAY_PER_REQUEST')
    .flatMap((table) =>
      Object.entries(needed)
        .filter(([path, units]) => !(Number(tryReadValue(table, path) ?? 0) >= units))
        .map(([path, units]) => ({
          ...placeOf(table, path),
          what: `${table.logicalId} is warm for ${String(tryReadValue(table, path) ?? 'an unknown number of')} units at ${path}, of ${units} that one region may be asked for`,
          fix: `set ${path} to ${units} or more; it counts for every replica`,
        })),
    );
}

/** Reads are those of the region that is asked for most; each replica takes the writes of all. */
function neededUnits(assembly: Assembly, plan: Plan): Readonly<Record<string, number>> {
  const regions = standingRegionsOf(assembly);
  const highest = new Map(
    FLEET_NAMES.map((fleet) => [
      fleet,
      Math.max(
        ...new DemandTables(plan).week(fleet).requestsPerSecond,
        ...plan.traffic.campaigns.map(({ peakRequestsPerMinute }) =>
          fleet === 'citizen' ? peakRequestsPerMinute / 60 : 0,
        ),
      ),
    ]),
  );
  const share = Math.max(...heaviestLoads(regions, 'citizen', plan).map((load) => load.share));
  const codes = (highest.get('citizen') ?? 0) * share;
  const records = (highest.get('partner') ?? 0) * RECORDS_PER_PARTNER_REQUEST;
  return {
    'WarmThroughput.ReadUnitsPerSecond': Math.ceil(codes * READ_UNITS_PER_CODE - 1e-9),
    'WarmThroughput.WriteUnitsPerSecond': Math.ceil(records * WRITE_UNITS_PER_RECORD - 1e-9),
  };
}

/** A region that serves without a replica would read across the sea, from a region that may be gone. */
function findMissingReplicas(assembly: Assembly): readonly Fault[] {
  const tables = resourcesOf(assembly, 'AWS::DynamoDB::GlobalTable');
  return tables.flatMap((table) => {
    const replicas = (table.tryGet('Replicas')?.items() ?? []).map((one) =>
      one.tryGet('Region')?.text(),
    );
    return standingRegionsOf(assembly)
      .filter(({ region }) => !replicas.includes(region))
      .map(({ region }) => ({
        ...placeOf(table, 'Replicas'),
        what: `${table.logicalId} has no replica in ${region}, which runs fleets`,
        fix: `add a replica in ${region}`,
      }));
  });
}
