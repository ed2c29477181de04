import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Properties of `guardExpiry`. */
export interface ExpiryGuardOptions {
  /** Names of the tables whose items must never expire. */
  readonly permanentTables: readonly string[];
}

/**
 * Makes synthesis fail when a table of a scope would let items expire that must stay, or that cannot
 * expire. DynamoDB would say the second only at deployment, and the first never.
 */
export function guardExpiry(scope: Construct, { permanentTables }: ExpiryGuardOptions): void {
  scope.node.addValidation({
    validate: () =>
      scope.node
        .findAll()
        .filter((child) => child instanceof dynamodb.CfnGlobalTable)
        .filter(({ timeToLiveSpecification }) => timeToLiveSpecification !== undefined)
        .flatMap((table) => findings(table, permanentTables)),
  });
}

function findings(
  { node, tableName, multiRegionConsistency }: dynamodb.CfnGlobalTable,
  permanentTables: readonly string[],
): string[] {
  const what = `${node.path} lets items expire`;
  const found: string[] = [];
  if (permanentTables.includes(tableName ?? '')) {
    found.push(`${what}, but what ${tableName} holds must stay; remove its expiry attribute`);
  }
  if (multiRegionConsistency === dynamodb.MultiRegionConsistency.STRONG) {
    found.push(
      `${what}, which strongly consistent tables cannot; remove its expiry attribute, or set consistency to eventual`,
    );
  }
  return found;
}
