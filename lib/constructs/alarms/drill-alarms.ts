import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { KAPOK_NAMESPACE } from './service-metrics';

/** Nobody has rehearsed the loss of a region for too long. */
export const DRILL_OVERDUE: AlarmKind = {
  id: 'drill-overdue',
  severity: 'ticket',
  meaning: 'no drill was completed for longer than the plan allows, or none ever was',
  heading: 'Drill overdue',
  places: ['Drill'],
};

/** How often the age of the last drill is measured; the alarm looks at three hours. */
export const DRILL_AGE_INTERVAL = Duration.hours(1);

/** Adds what tells how long ago the last drill was completed. */
export function addDrillAlarm(
  board: AlarmBoard,
  { planName, maximumAgeDays }: { readonly planName: string; readonly maximumAgeDays: number },
): void {
  board.add(DRILL_OVERDUE, {
    metric: drillAgeMetric(planName),
    comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
    threshold: maximumAgeDays,
    values: 3,
    missing: {
      treat: TreatMissingData.BREACHING,
      because: 'the age is only measured once a drill was completed',
    },
  });
}

/** Days since the last drill that was completed, as one region reads the history. */
export function drillAgeMetric(planName: string, region?: string): Metric {
  return new Metric({
    namespace: KAPOK_NAMESPACE,
    metricName: 'DaysSinceDrill',
    dimensionsMap: { Plan: planName },
    statistic: Stats.MAXIMUM,
    period: DRILL_AGE_INTERVAL,
    ...(region !== undefined && { region }),
  });
}
