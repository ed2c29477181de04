import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyUsageStatement } from './key-usage';
import { NodeFunction } from './node-function';
import { acknowledgeWildcards } from './wildcard-acknowledgement';

/** Properties of a `FactMerge`. */
export interface FactMergeProps {
  readonly functionName: string;
  /** Name of the table that is in use. */
  readonly factsTable: string;
  /** Alias of the key of the tables. */
  readonly keyAlias: string;
}

/** The longest Lambda grants; a merge goes on in the next call. */
export const MERGE_TIMEOUT = Duration.minutes(15);

/** A whole processor: a merge reads and compares thousands of facts a second. */
export const MERGE_MEMORY_MB = 1_769;

/** Ends the names of the tables that facts may be restored to. */
export const RESTORED_TABLES = '-restored*';

/**
 * The function that an operator calls to bring lost facts back. It may read restored tables and put
 * into the live one, never update or delete. IAM has no permission that adds only: a put could replace
 * a fact. What prevents that is the condition of each put, which holds in the replica of this region
 * alone; with eventual consistency, a fact taken elsewhere within the replication lag may lose.
 */
export class FactMerge extends Construct {
  constructor(scope: Construct, id: string, props: FactMergeProps) {
    super(scope, id);
    const stack = Stack.of(this);
    const { factsTable, keyAlias } = props;
    const tableArn = (resourceName: string) =>
      stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName });
    const allow = (actions: string[], resource: string) =>
      new iam.PolicyStatement({ actions, resources: [resource] });
    const scan = allow(['dynamodb:Scan'], tableArn(`${factsTable}${RESTORED_TABLES}`));
    const keyUsage = keyUsageStatement(this, {
      aliasName: keyAlias,
      actions: ['Decrypt'],
      services: ['dynamodb'],
    });
    const { role } = new NodeFunction(this, 'Merge', {
      functionName: props.functionName,
      description: 'Adds to the facts what a restored table has and they lack',
      folder: 'merge-facts',
      timeout: MERGE_TIMEOUT,
      memoryMb: MERGE_MEMORY_MB,
      // What was put back is asked for at the next audit.
      logRetention: logs.RetentionDays.THIRTEEN_MONTHS,
      environment: { KAPOK_FACTS_TABLE: factsTable },
      statements: [
        scan,
        allow(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], tableArn(factsTable)),
        keyUsage,
      ],
    });
    acknowledgeWildcards(
      role,
      scan.resources,
      'each restore makes a table of another name; this lets restored tables be read only',
    );
    acknowledgeWildcards(
      role,
      keyUsage.resources,
      'IAM knows keys by id, which only the stack of the key has; the alias is required',
    );
  }
}
