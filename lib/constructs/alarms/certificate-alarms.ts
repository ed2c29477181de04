import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import type { WatchedFleet } from './watched-fleet';

/** A certificate was not renewed when it should have been. */
export const CERTIFICATE_EXPIRY: AlarmKind = {
  id: 'certificate-expiry',
  severity: 'ticket',
  meaning: 'the certificate of this fleet ends soon and was not renewed',
  heading: 'Certificate expiry',
  places: ['Region'],
};

/**
 * Days left. Certificate Manager renews 60 days before the end, so half of that has been missed; Route 53
 * does not look at certificates and would go on sending users to one that has ended.
 */
export const CERTIFICATE_DAYS_LEFT = 30;

/** Adds, for each fleet, what tells how long its certificate lasts. */
export function addCertificateAlarms(board: AlarmBoard, fleets: readonly WatchedFleet[]): void {
  for (const { capacity, frontDoor } of fleets) {
    board.add(CERTIFICATE_EXPIRY, {
      subject: [capacity.fleet],
      metric: frontDoor.certificate.metricDaysToExpiry({
        statistic: Stats.MINIMUM,
        period: Duration.days(1),
      }),
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      threshold: CERTIFICATE_DAYS_LEFT,
      values: 1,
      missing: {
        treat: TreatMissingData.IGNORE,
        because: 'the days are counted twice a day, and not on the first',
      },
    });
  }
}
