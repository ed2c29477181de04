import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DRILL_AGE_INTERVAL } from './alarms/drill-alarms';
import { keyUsageStatement } from './key-usage';
import { PeriodicFunction } from './periodic-function';
import { physicalName, physicalNames } from './physical-names';
import { acknowledgeWildcards } from './wildcard-acknowledgement';

/** Properties of a `DrillAge`. */
export interface DrillAgeProps {
  readonly planName: string;
}

/** Topic under which `control` keeps the drills that ended; the function says what it looks for. */
export const DRILL_HISTORY_KEY = 'drill-history';

/** One query, with the retries of the SDK. */
export const DRILL_AGE_TIMEOUT = Duration.seconds(30);

/** Measures every hour how long ago the last drill was completed. */
export class DrillAge extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, id: string, { planName }: DrillAgeProps) {
    super(scope, id);
    const { controlTable, keyAlias } = physicalNames(planName);
    const keyUsage = keyUsageStatement(this, {
      aliasName: keyAlias,
      actions: ['Decrypt'],
      services: ['dynamodb'],
    });
    const periodic = new PeriodicFunction(this, 'Age', {
      functionName: physicalName(planName, 'drill-age'),
      description: 'Measures how long ago the last drill was completed',
      folder: 'drill-age',
      every: DRILL_AGE_INTERVAL,
      timeout: DRILL_AGE_TIMEOUT,
      environment: { KAPOK_PLAN: planName, KAPOK_CONTROL_TABLE: controlTable },
      statements: [this.historyStatement(controlTable), keyUsage],
    });
    this.lambda = periodic.lambda;
    acknowledgeWildcards(
      periodic.role,
      keyUsage.resources,
      'IAM knows a key by its id, which only its own stack has; conditions on its alias and on DynamoDB as the caller leave this one key',
    );
  }

  private historyStatement(controlTable: string): iam.PolicyStatement {
    const resource = { service: 'dynamodb', resource: 'table', resourceName: controlTable };
    return new iam.PolicyStatement({
      actions: ['dynamodb:Query'],
      resources: [Stack.of(this).formatArn(resource)],
      // The history of drills and nothing else of the table.
      conditions: {
        'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [DRILL_HISTORY_KEY] },
      },
    });
  }
}
