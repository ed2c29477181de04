import { Duration, RemovalPolicy, Stack, TimeZone, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Universal } from 'aws-cdk-lib/aws-scheduler-targets';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { schedulerCron } from '../plan/cron';
import { physicalName } from './physical-names';

/** Properties of `RegionSchedules`. */
export interface RegionSchedulesProps {
  readonly planName: string;
  /** Zone of every recurrence. */
  readonly timeZone: string;
}

/** A call of an AWS API at a moment that comes back every year. */
export interface ScheduledCall {
  readonly description: string;
  /** Five-field cron by month and day of the month. */
  readonly recurrence: string;
  /** The service as the SDK calls it, in lower case. */
  readonly service: string;
  /** The call in camel case. */
  readonly action: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** What the call needs. */
  readonly permission: iam.PolicyStatement;
  /** Who calls. */
  readonly role: iam.Role;
  /** How long a failed call is tried again, minutes. */
  readonly retryMinutes: number;
}

/** The longest that messages are kept: what was missed in a holiday is read after it. */
export const DEAD_LETTER_RETENTION = Duration.days(14);

/** As many tries as there may be; the time for them is what ends them. */
export const RETRY_ATTEMPTS = 185;

/** Least and greatest time for which the scheduler tries again. */
export const RETRY_RANGE = { least: Duration.minutes(1), greatest: Duration.hours(24) } as const;

/** Name of the queue with the calls that never succeeded. */
export function missedCallsQueueName(planName: string): string {
  return physicalName(planName, 'missed-calls');
}

/** What a region does by the calendar, as one group, and the queue of what it could not do. */
export class RegionSchedules extends Construct {
  readonly group: scheduler.ScheduleGroup;
  readonly missedCalls: sqs.Queue;
  private readonly timeZone: TimeZone;

  constructor(scope: Construct, id: string, { planName, timeZone }: RegionSchedulesProps) {
    super(scope, id);
    this.timeZone = TimeZone.of(timeZone);
    this.group = new scheduler.ScheduleGroup(this, 'Group', {
      scheduleGroupName: physicalName(planName),
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.missedCalls = new sqs.Queue(this, 'MissedCalls', {
      queueName: missedCallsQueueName(planName),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_LETTER_RETENTION,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.missedCalls).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'this is itself the dead-letter queue of every schedule of the region',
    });
  }

  /** A role that only schedules of this group and account may take. */
  addRole(id: string): iam.Role {
    return new iam.Role(this, id, {
      assumedBy: new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: {
            'aws:SourceAccount': Stack.of(this).account,
            'aws:SourceArn': this.group.scheduleGroupArn,
          },
        },
      }),
    });
  }

  /** Adds a call to the calendar. */
  addCall(id: string, call: ScheduledCall): void {
    new scheduler.Schedule(this, id, {
      description: call.description,
      scheduleGroup: this.group,
      schedule: scheduler.ScheduleExpression.expression(
        schedulerCron(call.recurrence),
        this.timeZone,
      ),
      timeWindow: scheduler.TimeWindow.off(),
      target: new Universal({
        service: call.service,
        action: call.action,
        input: scheduler.ScheduleTargetInput.fromObject(call.input),
        policyStatements: [call.permission],
        role: call.role,
        deadLetterQueue: this.missedCalls,
        maxEventAge: retryTime(call.retryMinutes),
        retryAttempts: RETRY_ATTEMPTS,
      }),
    });
  }
}

function retryTime(minutes: number): Duration {
  const { least, greatest } = RETRY_RANGE;
  return Duration.minutes(Math.min(Math.max(minutes, least.toMinutes()), greatest.toMinutes()));
}
