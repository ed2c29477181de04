import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { serviceMetric } from './service-metrics';

/** What people see is no longer read anew. */
export const SERVICE_DEGRADED: AlarmKind = {
  id: 'service-degraded',
  severity: 'page',
  meaning: 'codes are shown out of copies, or not refreshed at all, in most of this fleet',
  heading: 'Service degraded',
  places: ['Region'],
};

/**
 * Level from which people feel it: 1 and 2 take panels away, 3 shows copies with their age, 4 leaves
 * phones to what they hold.
 */
export const DEGRADED_LEVEL = 3;

/** Minutes in a row: a level is held for a minute or two after its cause has gone. */
export const DEGRADED_MINUTES = 5;

/** Adds what tells that the citizen fleet as a whole has degraded and stays so. */
export function addDegradationAlarms(
  board: AlarmBoard,
  { planName, fleets }: { readonly planName: string; readonly fleets: readonly string[] },
): void {
  for (const fleet of fleets.filter((name) => name === 'citizen')) {
    board.add(SERVICE_DEGRADED, {
      subject: [fleet],
      // Of all processes, each of which has a level of its own: one that is alone in trouble is no page.
      metric: serviceMetric('ServiceLevel', { planName, fleet, statistic: Stats.AVERAGE }),
      comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: DEGRADED_LEVEL,
      values: DEGRADED_MINUTES,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'a fleet that says nothing is for the alarm on silent fleets to tell',
      },
    });
  }
}
