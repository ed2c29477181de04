import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeLint } from './lint-acknowledgement';
import { programBuild } from './program-build';
import { programBundle } from './program-bundle';
import { projectFile } from './project-root';

/** Properties of a `NodeFunction`. */
export interface NodeFunctionProps {
  /** @default AWS makes one */
  readonly functionName?: string;
  readonly description: string;
  /** Folder under `lambda` that holds its `handler.ts`. */
  readonly folder: string;
  readonly timeout: Duration;
  /** @default FUNCTION_MEMORY_MB */
  readonly memoryMb?: number;
  /** @default FUNCTION_LOG_RETENTION */
  readonly logRetention?: logs.RetentionDays;
  /** How often Lambda itself repeats a call that nobody waits for. @default twice, as Lambda does */
  readonly retryAttempts?: number;
  /** @default empty */
  readonly environment?: Readonly<Record<string, string>>;
  readonly statements: readonly iam.PolicyStatement[];
}

/** Memory of functions that mostly wait for answers; AWS gives less CPU with less memory. */
export const FUNCTION_MEMORY_MB = 256;

const FUNCTION_FILE = 'index.js';
const FUNCTION_HANDLER = 'index.handler';

/** How long functions' logs are kept. */
export const FUNCTION_LOG_RETENTION = logs.RetentionDays.ONE_MONTH;

/** A function of ours, which may do what is stated and write to its own log. */
export class NodeFunction extends Construct {
  readonly lambda: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id);
    const { folder, statements, memoryMb = FUNCTION_MEMORY_MB, environment = {} } = props;
    const logGroup = addFunctionLog(this, 'Log', props.logRetention);
    this.role = addFunctionRole(this, 'Role', logGroup);
    this.lambda = new lambda.Function(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      // With the SDK inside, the bundle runs the same wherever it is rehearsed.
      code: lambda.Code.fromAsset(
        projectFile('lambda', folder),
        programBundle(programBuild('lambda', folder, 'handler.ts'), FUNCTION_FILE),
      ),
      handler: FUNCTION_HANDLER,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: memoryMb,
      retryAttempts: props.retryAttempts,
      role: this.role,
      logGroup,
      environment: { ...environment },
    });
    for (const statement of statements) this.role.addToPolicy(statement);
    acknowledgeLint(this, 'AWS::Lambda::Function', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the role implies as well',
    });
  }
}

/** A log of what functions do, not of people: it goes with its function. */
export function addFunctionLog(
  scope: Construct,
  id: string,
  retention: logs.RetentionDays = FUNCTION_LOG_RETENTION,
): logs.LogGroup {
  return new logs.LogGroup(scope, id, { retention, removalPolicy: RemovalPolicy.DESTROY });
}

/** A role that may write to one log group; the policy AWS manages for functions lets it write to all. */
export function addFunctionRole(scope: Construct, id: string, logGroup: logs.LogGroup): iam.Role {
  const role = new iam.Role(scope, id, {
    assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  });
  logGroup.grantWrite(role);
  return role;
}
