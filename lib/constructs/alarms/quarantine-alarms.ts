import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { serviceMetric } from './service-metrics';

/** Records of a partner wait until a second person looks at them. */
export const BATCH_QUARANTINED: AlarmKind = {
  id: 'batch-quarantined',
  severity: 'ticket',
  meaning:
    'a partner sent a batch that would turn a crowd, and a supervisor has to decide about it',
  heading: 'Batch in quarantine',
  places: ['Region'],
};

/** Minutes for which one batch keeps it on, so that it is a ticket and not a blink. */
export const QUARANTINE_MINUTES = 60;

/** Adds what tells that something waits in quarantine; only the partner fleet takes batches. */
export function addQuarantineAlarms(
  board: AlarmBoard,
  { planName, fleets }: { readonly planName: string; readonly fleets: readonly string[] },
): void {
  for (const fleet of fleets.filter((name) => name === 'partner')) {
    board.add(BATCH_QUARANTINED, {
      subject: [fleet],
      metric: serviceMetric('Quarantined', { planName, fleet }),
      comparison: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      threshold: 1,
      values: QUARANTINE_MINUTES,
      over: 1,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'a fleet that says nothing is for the alarm on silent fleets to tell',
      },
    });
  }
}
