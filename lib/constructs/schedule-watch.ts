import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { SCHEDULE_WATCH_INTERVAL } from './alarms/schedule-alarms';
import { PeriodicFunction } from './periodic-function';
import { physicalName } from './physical-names';
import { acknowledgeWildcards } from './wildcard-acknowledgement';

/** Properties of a `ScheduleWatch`. */
export interface ScheduleWatchProps {
  readonly planName: string;
  readonly fleets: readonly { readonly fleet: string; readonly autoScalingGroupName: string }[];
}

/** Two calls for each of two fleets, with the retries of the SDK. */
export const SCHEDULE_WATCH_TIMEOUT = Duration.seconds(60);

/** Looks every five minutes whether each group has the minimum that its schedule last said. */
export class ScheduleWatch extends Construct {
  readonly lambda: lambda.Function;

  constructor(scope: Construct, id: string, { planName, fleets }: ScheduleWatchProps) {
    super(scope, id);
    const periodic = new PeriodicFunction(this, 'Watch', {
      functionName: physicalName(planName, 'schedule-watch'),
      description: 'Compares the minimums of the fleets with what their schedules said last',
      folder: 'schedule-watch',
      every: SCHEDULE_WATCH_INTERVAL,
      timeout: SCHEDULE_WATCH_TIMEOUT,
      environment: {
        KAPOK_PLAN: planName,
        KAPOK_GROUPS: fleets
          .map(({ fleet, autoScalingGroupName }) => `${fleet}=${autoScalingGroupName}`)
          .join(','),
      },
      statements: [
        new iam.PolicyStatement({
          actions: [
            'autoscaling:DescribeAutoScalingGroups',
            'autoscaling:DescribeScheduledActions',
          ],
          resources: ['*'],
        }),
      ],
    });
    this.lambda = periodic.lambda;
    acknowledgeWildcards(
      periodic.role,
      ['*'],
      'the two calls read names and sizes, change nothing, and take no resource in a policy',
    );
  }
}
