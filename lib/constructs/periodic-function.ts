import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledgeLint } from './lint-acknowledgement';
import { projectFile } from './project-root';

/** Properties of a `PeriodicFunction`. */
export interface PeriodicFunctionProps {
  readonly functionName: string;
  readonly description: string;
  /** Folder under `lambda` that holds its `handler.ts`. */
  readonly folder: string;
  readonly every: Duration;
  /** Shorter than `every`, so that no two runs meet. */
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
}

/** Small functions that wait for answers most of the time; AWS gives less CPU with less memory. */
export const PERIODIC_MEMORY_MB = 256;

/**
 * A function that measures something again and again. A run that fails is not repeated and leaves
 * nothing in a queue: the next run measures what is true then. No concurrency is reserved, although one
 * run at a time is meant: a new account has 10 in all and refuses to set any apart, so the first
 * deployment would fail. Outside the network on purpose: what watches must not share what it watches.
 */
export class PeriodicFunction extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, id: string, props: PeriodicFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Log', {
      // A year of metrics is kept by CloudWatch; the lines only explain recent values.
      retention: logs.RetentionDays.ONE_MONTH,
      // A record of measurements, not of people: it goes with the function.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.lambda = new NodejsFunction(this, 'Function', {
      functionName: props.functionName,
      description: props.description,
      entry: projectFile('lambda', props.folder, 'handler.ts'),
      handler: 'handler',
      projectRoot: projectFile(),
      depsLockFilePath: projectFile('package-lock.json'),
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      timeout: props.timeout,
      memorySize: PERIODIC_MEMORY_MB,
      retryAttempts: 0,
      role: this.addRole(logGroup),
      logGroup,
      environment: { ...props.environment },
      // With the SDK inside, the bundle runs the same wherever it is rehearsed.
      bundling: { bundleAwsSDK: true, forceDockerBundling: false, logLevel: LogLevel.ERROR },
    });
    acknowledgeLint(this, 'AWS::Lambda::Function', {
      rule: 'W3005',
      reason: 'the CDK states the order that the reference to the role implies as well',
    });
    this.addSchedule(props);
  }

  /** Written out: the permission that the CDK's own target makes has the region in its logical id. */
  private addSchedule({ description, every }: PeriodicFunctionProps): void {
    const rule = new events.Rule(this, 'Schedule', {
      description,
      schedule: events.Schedule.rate(every),
    });
    rule.addTarget({
      bind: () => ({ arn: this.lambda.functionArn, retryPolicy: { maximumRetryAttempts: 0 } }),
    });
    this.lambda.addPermission('Schedule', {
      principal: new iam.ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
  }

  /** Of its own log group only, which the policy AWS manages for functions does not say. */
  private addRole(logGroup: logs.LogGroup): iam.Role {
    const role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
    });
    logGroup.grantWrite(role);
    return role;
  }
}
