import { Aws, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { dataRemovalPolicy } from './data-retention';

/** Properties of a `GlobalTable`. */
export interface GlobalTableProps {
  readonly tableName: string;
  /** Name of the text attribute that items are spread by. */
  readonly partitionKey: string;
  /** Name of the text attribute that items of one partition are ordered by. */
  readonly sortKey: string;
  /** Regions that hold a replica beside the stack's own. */
  readonly replicaRegions: readonly string[];
  /** Alias of the key that encrypts each replica in its own region. */
  readonly keyAlias: string;
  /** What the table must take at once, in every replica. */
  readonly warmThroughput: {
    readonly readUnitsPerSecond: number;
    readonly writeUnitsPerSecond: number;
  };
  /** Whether the data may go with its stack. */
  readonly sandbox: boolean;
}

/**
 * A table that takes reads and writes in every region. On demand, so that a survivor that suddenly
 * serves everyone is bounded by the warm throughput and not by a setting somebody must raise.
 */
export class GlobalTable extends Construct {
  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const partition = Stack.of(this).partition;
    const replicaKeyArns = Object.fromEntries(
      props.replicaRegions.map((region) => [
        region,
        `arn:${partition}:kms:${region}:${Aws.ACCOUNT_ID}:${props.keyAlias}`,
      ]),
    );
    new dynamodb.TableV2(this, 'Table', {
      tableName: props.tableName,
      partitionKey: { name: props.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: props.sortKey, type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      warmThroughput: props.warmThroughput,
      replicas: props.replicaRegions.map((region) => ({ region })),
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(
        kms.Alias.fromAliasName(this, 'Key', props.keyAlias),
        replicaKeyArns,
      ),
      // Replication copies mistakes at once to every region; only a point in time undoes them.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: !props.sandbox,
      removalPolicy: dataRemovalPolicy(props.sandbox),
    });
  }
}
