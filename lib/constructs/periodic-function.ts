import type { Duration } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { NodeFunction } from './node-function';

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
  /** @default it may only write to its own log */
  readonly statements?: readonly iam.PolicyStatement[];
}

/**
 * A function that measures something again and again. A run that fails is not repeated and leaves
 * nothing in a queue: the next run measures what is true then. No concurrency is reserved, although one
 * run at a time is meant: a new account has 10 in all and refuses to set any apart, so the first
 * deployment would fail. Outside the network on purpose: what watches must not share what it watches.
 */
export class PeriodicFunction extends Construct {
  readonly lambda: lambda.Function;
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: PeriodicFunctionProps) {
    super(scope, id);
    const { every, statements = [], ...rest } = props;
    const made = new NodeFunction(this, 'Run', { ...rest, statements, retryAttempts: 0 });
    this.lambda = made.lambda;
    this.role = made.role;
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
}
