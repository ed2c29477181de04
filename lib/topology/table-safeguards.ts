import type { Assembly } from './assembly';
import { type Property, resourcesOf } from './property';

/** What keeps one global table ready and its data safe. */
export interface TableSafeguards {
  readonly tableName: string;
  /** Regions in which the table can be restored to a point in time. */
  readonly pointInTimeRegions: readonly string[];
  /** Regions in which the table cannot be deleted. */
  readonly protectedRegions: readonly string[];
  /**
   * Region that only votes, of a strongly consistent table.
   * @default every region of the table holds it in full
   */
  readonly witnessRegion?: string;
  /**
   * What each replica takes at once.
   * @default what DynamoDB starts with
   */
  readonly warmThroughput?: {
    readonly readUnitsPerSecond: number;
    readonly writeUnitsPerSecond: number;
  };
}

/** Reads what keeps the global tables of all stacks ready and safe. */
export function readTableSafeguards(assembly: Assembly): readonly TableSafeguards[] {
  return resourcesOf(assembly, 'AWS::DynamoDB::GlobalTable').map((table) => {
    const replicas = table.tryGet('Replicas')?.items() ?? [];
    const witness = table.tryGet('GlobalTableWitnesses')?.items()[0]?.get('Region').literal();
    const warm = table.tryGet('WarmThroughput');
    return {
      tableName: table.get('TableName').literal(),
      pointInTimeRegions: regionsWith(
        replicas,
        'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled',
      ),
      protectedRegions: regionsWith(replicas, 'DeletionProtectionEnabled'),
      ...(witness !== undefined && { witnessRegion: witness }),
      ...(warm !== undefined && {
        warmThroughput: {
          readUnitsPerSecond: warm.get('ReadUnitsPerSecond').number(),
          writeUnitsPerSecond: warm.get('WriteUnitsPerSecond').number(),
        },
      }),
    };
  });
}

function regionsWith(replicas: readonly Property[], setting: string): readonly string[] {
  return replicas
    .filter((replica) => replica.tryGet(setting)?.boolean() === true)
    .map((replica) => replica.get('Region').literal());
}
