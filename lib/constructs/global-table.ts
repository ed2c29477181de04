import { Aws, Duration, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { dataRemovalPolicy } from './data-retention';

/**
 * How the replicas of a table agree. Strongly consistent tables cannot let items expire, so only an
 * eventually consistent one can be asked to.
 */
export type TableConsistency =
  | {
      readonly kind: 'eventual';
      /**
       * Attribute with the second, since 1970, after which an item may be deleted.
       * @default nothing ever expires
       */
      readonly expiryAttribute?: string;
    }
  | {
      readonly kind: 'strong';
      /**
       * Region that only votes.
       * @default none: three replicas need none
       */
      readonly witnessRegion?: string;
    };

/** Properties of a `GlobalTable`. */
export interface GlobalTableProps {
  readonly tableName: string;
  /** Name of the text attribute that items are spread by. */
  readonly partitionKey: string;
  /** Name of the text attribute that items of one partition are ordered by. */
  readonly sortKey: string;
  /** Regions that hold a replica beside the stack's own. */
  readonly replicaRegions: readonly string[];
  readonly consistency: TableConsistency;
  /** Alias of the key that encrypts each replica in its own region. */
  readonly keyAlias: string;
  /** What the table must take at once, in every replica. */
  readonly warmThroughput: {
    readonly readUnitsPerSecond: number;
    readonly writeUnitsPerSecond: number;
  };
  /** Tags of every replica; those of a stack reach only the one in the stack's region. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether the data may go with its stack. */
  readonly sandbox: boolean;
}

/** How far back each replica can be restored to any second: the longest AWS grants. */
export const POINT_IN_TIME_PERIOD = Duration.days(35);

/**
 * Which keys CloudWatch shows: those that are throttled, since only they call for action. Each event
 * that is counted costs money, and the other mode counts every read and write. Partition keys are
 * pseudonyms, so what it shows names nobody.
 */
export const KEYS_SHOWN = dynamodb.ContributorInsightsMode.THROTTLED_KEYS;

/**
 * A table that takes reads and writes in every region. On demand, so that a survivor that suddenly
 * serves everyone is bounded by the warm throughput and not by a setting somebody must raise; DynamoDB
 * keeps every replica as warm as the table.
 */
export class GlobalTable extends Construct {
  readonly tableArn: string;

  constructor(scope: Construct, id: string, props: GlobalTableProps) {
    super(scope, id);
    const tags = Object.entries(props.tags).map(([key, value]) => ({ key, value }));
    const table = new dynamodb.TableV2(this, 'Table', {
      tableName: props.tableName,
      partitionKey: { name: props.partitionKey, type: dynamodb.AttributeType.STRING },
      sortKey: { name: props.sortKey, type: dynamodb.AttributeType.STRING },
      billing: dynamodb.Billing.onDemand(),
      warmThroughput: props.warmThroughput,
      replicas: props.replicaRegions.map((region) => ({ region, tags })),
      tags,
      encryption: dynamodb.TableEncryptionV2.customerManagedKey(
        kms.Alias.fromAliasName(this, 'Key', props.keyAlias),
        this.replicaKeyArns(props),
      ),
      // Replication copies mistakes at once to every region; only a point in time undoes them.
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: POINT_IN_TIME_PERIOD.toDays(),
      },
      contributorInsightsSpecification: { enabled: true, mode: KEYS_SHOWN },
      deletionProtection: !props.sandbox,
      removalPolicy: dataRemovalPolicy(props.sandbox),
      ...consistencyProps(props.consistency),
    });
    this.tableArn = table.tableArn;
  }

  private replicaKeyArns({ replicaRegions, keyAlias }: GlobalTableProps): Record<string, string> {
    const { partition } = Stack.of(this);
    return Object.fromEntries(
      replicaRegions.map((region) => [
        region,
        `arn:${partition}:kms:${region}:${Aws.ACCOUNT_ID}:${keyAlias}`,
      ]),
    );
  }
}

function consistencyProps(consistency: TableConsistency): Partial<dynamodb.TablePropsV2> {
  if (consistency.kind === 'eventual') {
    const { expiryAttribute } = consistency;
    return expiryAttribute === undefined ? {} : { timeToLiveAttribute: expiryAttribute };
  }
  const { witnessRegion } = consistency;
  return {
    multiRegionConsistency: dynamodb.MultiRegionConsistency.STRONG,
    ...(witnessRegion !== undefined && { witnessRegion }),
  };
}
