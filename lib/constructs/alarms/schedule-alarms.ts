import { Duration } from 'aws-cdk-lib';
import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { physicalName } from '../physical-names';
import { missedCallsQueueName } from '../region-schedules';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { KAPOK_NAMESPACE } from './service-metrics';

/** A minimum is below what the schedule said last. */
export const SCHEDULE_MISSED: AlarmKind = {
  id: 'schedule-missed',
  severity: 'page',
  meaning: 'a scheduled action that raises this fleet did not happen, or nobody looks any more',
  heading: 'Schedule missed',
  places: ['Region'],
};

/** The scheduler gave up on a call: for load-balancer units, or for the policy that keeps releases off. */
export const CALENDAR_CALL_FAILED: AlarmKind = {
  id: 'calendar-call-failed',
  severity: 'page',
  meaning:
    'a call for a campaign was given up: capacity units of a load balancer are not what they should ' +
    'be, or releases are open or shut when they should not be',
  heading: 'Calendar call failed',
  places: ['Region'],
};

/** The scheduler had to try such a call again. */
export const CALENDAR_CALL_REFUSED: AlarmKind = {
  id: 'calendar-call-refused',
  severity: 'ticket',
  meaning:
    'a call for a campaign, for capacity units or for releases, was refused and is tried again',
  heading: 'Calendar call refused',
  places: ['Region'],
};

/** How often the schedules are looked at, and the period of what is found. */
export const SCHEDULE_WATCH_INTERVAL = Duration.minutes(5);

/**
 * Looks that are looked back on. One that finds a miss is enough: an action due at 06:40 is taken for
 * missed after 2 minutes, seen by 06:47 and told by 06:48, which is before the demand at 07:00. Three
 * without any look are 15 minutes of blindness.
 */
export const SCHEDULE_LOOKS = 3;

/** Adds what tells that a fleet was not raised, or the calendar's call not made, when it should have been. */
export function addScheduleAlarms(
  board: AlarmBoard,
  { planName, fleets }: { readonly planName: string; readonly fleets: readonly string[] },
): void {
  for (const fleet of fleets) {
    board.add(SCHEDULE_MISSED, {
      subject: [fleet],
      metric: new Metric({
        namespace: KAPOK_NAMESPACE,
        metricName: 'ScheduledMinimumMissed',
        dimensionsMap: { Plan: planName, Fleet: fleet },
        statistic: Stats.MAXIMUM,
        period: SCHEDULE_WATCH_INTERVAL,
      }),
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      values: SCHEDULE_LOOKS,
      over: 1,
      missing: {
        treat: TreatMissingData.BREACHING,
        because: 'a schedule that nobody looks at may be missed unseen',
      },
    });
  }
  addCalendarAlarms(board, planName);
}

function addCalendarAlarms(board: AlarmBoard, planName: string): void {
  const shared = {
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: 0,
    values: 1,
    missing: {
      treat: TreatMissingData.NOT_BREACHING,
      because: 'the scheduler only reports when something happens',
    },
  };
  board.add(CALENDAR_CALL_FAILED, {
    ...shared,
    metric: new MathExpression({
      label: 'calls for campaigns that were given up',
      // Either alone may be late or lost: the scheduler reports with best effort only.
      expression: 'FILL(dropped, 0) + FILL(undelivered, 0)',
      usingMetrics: {
        dropped: schedulerMetric('InvocationDroppedCount', planName),
        undelivered: new Metric({
          namespace: 'AWS/SQS',
          metricName: 'ApproximateNumberOfMessagesVisible',
          dimensionsMap: { QueueName: missedCallsQueueName(planName) },
          statistic: Stats.MAXIMUM,
          period: SCHEDULE_WATCH_INTERVAL,
        }),
      },
      period: SCHEDULE_WATCH_INTERVAL,
    }),
  });
  board.add(CALENDAR_CALL_REFUSED, {
    ...shared,
    metric: schedulerMetric('TargetErrorCount', planName),
  });
}

function schedulerMetric(metricName: string, planName: string): Metric {
  return new Metric({
    namespace: 'AWS/Scheduler',
    metricName,
    dimensionsMap: { ScheduleGroup: physicalName(planName) },
    statistic: Stats.SUM,
    period: SCHEDULE_WATCH_INTERVAL,
  });
}
