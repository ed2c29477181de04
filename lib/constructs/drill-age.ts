import { Duration, Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { DRILL_AGE_INTERVAL } from './alarms/drill-alarms';
import { keyUsageStatement } from './key-usage';
import { PeriodicFunction } from './periodic-function';
import { physicalName, physicalNames } from './physical-names';

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
    this.lambda = new PeriodicFunction(this, 'Age', {
      functionName: physicalName(planName, 'drill-age'),
      description: 'Measures how long ago the last drill was completed',
      folder: 'drill-age',
      every: DRILL_AGE_INTERVAL,
      timeout: DRILL_AGE_TIMEOUT,
      environment: { KAPOK_PLAN: planName, KAPOK_CONTROL_TABLE: controlTable },
    }).lambda;
    this.lambda.addToRolePolicy(
      new iam.PolicyStatement({
        actions: ['dynamodb:Query'],
        resources: [
          Stack.of(this).formatArn({
            service: 'dynamodb',
            resource: 'table',
            resourceName: controlTable,
          }),
        ],
        // The history of drills and nothing else of the table.
        conditions: {
          'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [DRILL_HISTORY_KEY] },
        },
      }),
    );
    this.lambda.addToRolePolicy(
      keyUsageStatement(this, {
        aliasName: keyAlias,
        actions: ['Decrypt'],
        services: ['dynamodb'],
      }),
    );
    const { partition, region } = Stack.of(this);
    Validations.of(this).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::arn:${partition}:kms:${region}:<AWS::AccountId>:key/*]`,
      reason:
        'IAM knows a key by its id, which only its own stack has; conditions on its alias and on ' +
        'DynamoDB as the caller leave this one key',
    });
  }
}
