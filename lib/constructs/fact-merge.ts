import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { keyUsageStatement } from './key-usage';
import { acknowledgeLint } from './lint-acknowledgement';
import { projectFile } from './project-root';

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
 * The function that an operator calls to bring lost facts back. It may read restored tables and add to
 * the live one; the permission that would let it change or delete a fact is the one it lacks.
 */
export class FactMerge extends Construct {
  constructor(scope: Construct, id: string, props: FactMergeProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', {
      // What was put back is asked for at the next audit.
      retention: logs.RetentionDays.THIRTEEN_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', {
      description: 'Adds restored facts to the live table',
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    this.allowTables(role, props);
    new NodejsFunction(this, 'Function', {
      functionName: props.functionName,
      description: 'Adds to the facts what a restored table has and they lack',
      entry: projectFile('lambda', 'merge-facts', 'handler.ts'),
      handler: 'handler',
      projectRoot: projectFile(),
      depsLockFilePath: projectFile('package-lock.json'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: MERGE_TIMEOUT,
      memorySize: MERGE_MEMORY_MB,
      role,
      logGroup,
      environment: { KAPOK_FACTS_TABLE: props.factsTable },
      bundling: { bundleAwsSDK: true, forceDockerBundling: false, logLevel: LogLevel.ERROR },
    });
    acknowledgeLint(this, 'AWS::Lambda::Function', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the role implies as well',
    });
  }

  private allowTables(role: iam.Role, { factsTable, keyAlias }: FactMergeProps): void {
    const stack = Stack.of(this);
    const tableArn = (resourceName: string) =>
      stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName });
    const allow = (actions: string[], resource: string) =>
      role.addToPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
    allow(['dynamodb:Scan'], tableArn(`${factsTable}${RESTORED_TABLES}`));
    allow(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], tableArn(factsTable));
    role.addToPolicy(
      keyUsageStatement(this, {
        aliasName: keyAlias,
        actions: ['Decrypt'],
        services: ['dynamodb'],
      }),
    );
    const place = `${stack.region}:<AWS::AccountId>`;
    Validations.of(role).acknowledge(
      {
        id: `AwsSolutions-IAM5[Resource::arn:${stack.partition}:dynamodb:${place}:table/${factsTable}${RESTORED_TABLES}]`,
        reason:
          'each restore makes a table of another name; this lets restored tables be read only',
      },
      {
        id: `AwsSolutions-IAM5[Resource::arn:${stack.partition}:kms:${place}:key/*]`,
        reason: 'IAM knows keys by id, which only the stack of the key has; the alias is required',
      },
    );
  }
}
