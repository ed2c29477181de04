import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { serviceMetric } from './service-metrics';
import { lowestMinimum, type WatchedFleet } from './watched-fleet';

/**
 * Nobody hears of a fleet what it measures. No page: people may well be served, and what tells that they
 * are not without asking the fleet (canaries, load balancers, targets) still does.
 */
export const FLEET_SILENT: AlarmKind = {
  id: 'fleet-silent',
  severity: 'ticket',
  meaning: 'no instance of this fleet reports its requests, so the alarms on them are blind',
  heading: 'Fleet silent',
  places: ['Region'],
};

/** Minutes without a word: lines reach CloudWatch within one or two, and an agent starts in another. */
export const SILENT_MINUTES = 5;

/** Adds, for each fleet that always has instances, what tells that none of them reports. */
export function addFleetAlarms(
  board: AlarmBoard,
  { planName, fleets }: { readonly planName: string; readonly fleets: readonly WatchedFleet[] },
): void {
  for (const watched of fleets) {
    // A fleet that waits without instances has nobody to report.
    if (lowestMinimum(watched) === 0) continue;
    const { fleet } = watched.capacity;
    board.add(FLEET_SILENT, {
      subject: [fleet],
      metric: serviceMetric('Requests', { planName, fleet, statistic: Stats.SAMPLE_COUNT }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: 1,
      values: SILENT_MINUTES,
      missing: {
        treat: TreatMissingData.BREACHING,
        because:
          'an instance that nobody asks reports zeros, and only one that cannot report is silent',
      },
    });
  }
}
