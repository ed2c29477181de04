import { readAssembly } from './assembly';
import { readSecrets, readTables } from './data';
import { readDeployFunctions } from './deploy-functions';
import { readFleet } from './fleets';
import { readRouting } from './routing';
import { regionsOf } from './standing-fleets';
import type { Topology } from './topology';

/**
 * Reads what a cloud assembly would deploy, from its templates and assets alone.
 * @throws TopologyError when the directory holds no assembly or declares what Kapok cannot read
 */
export function readTopology(assemblyDirectory: string): Topology {
  const assembly = readAssembly(assemblyDirectory);
  return {
    regions: regionsOf(assembly, readFleet),
    routing: readRouting(assembly),
    tables: readTables(assembly),
    secrets: readSecrets(assembly),
    deployFunctions: readDeployFunctions(assembly),
  };
}
