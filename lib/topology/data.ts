import type { Assembly } from './assembly';
import { type Resource, resourcesOf } from './property';
import type { SecretTopology, TableTopology } from './topology';

/** Reads the global tables of all stacks. */
export function readTables(assembly: Assembly): readonly TableTopology[] {
  return resourcesOf(assembly, 'AWS::DynamoDB::GlobalTable').map((table) => {
    const tableName = table.get('TableName').literal();
    const sortKey = tryReadKey(table, 'RANGE');
    const partitionKey = tryReadKey(table, 'HASH');
    if (partitionKey === undefined) {
      throw table.get('KeySchema').unexpected('no HASH key', 'a partition key');
    }
    return {
      role: tableName.slice(tableName.lastIndexOf('-') + 1),
      tableName,
      partitionKey,
      ...(sortKey !== undefined && { sortKey }),
      replicaRegions: readRegions(table, 'Replicas'),
      consistency:
        table.tryGet('MultiRegionConsistency')?.text() === 'STRONG' ? 'strong' : 'eventual',
    };
  });
}

/** Reads the secrets of all stacks. */
export function readSecrets(assembly: Assembly): readonly SecretTopology[] {
  return resourcesOf(assembly, 'AWS::SecretsManager::Secret').map((secret) => ({
    secretName: secret.get('Name').literal(),
    primaryRegion: secret.stack.region,
    replicaRegions: readRegions(secret, 'ReplicaRegions'),
  }));
}

function tryReadKey(table: Resource, keyType: 'HASH' | 'RANGE'): string | undefined {
  const keys = table.get('KeySchema').items();
  const found = keys.find((key) => key.get('KeyType').text() === keyType);
  return found?.get('AttributeName').literal();
}

function readRegions(resource: Resource, property: string): readonly string[] {
  const replicas = resource.tryGet(property)?.items() ?? [];
  return replicas.map((replica) => replica.get('Region').literal());
}
