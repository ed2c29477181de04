import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { serviceMetric } from './service-metrics';
import { shareOf, trafficFloor } from './share';

/** A fleet refuses requests to keep answering the others. */
export const SHEDDING: AlarmKind = {
  id: 'shedding',
  severity: 'page',
  meaning: 'this fleet refuses requests because more come than it was sized for',
  heading: 'Shedding',
  places: ['Region'],
};

/**
 * Share of requests that may be refused. Panels are refused long before codes, so 1 in 100 is hardly
 * seen by anybody and shows that demand has left the plan.
 */
export const SHED_SHARE_LIMIT = 0.01;

/** Adds, for each fleet, what tells that it sheds load for three of five minutes. */
export function addSheddingAlarms(
  board: AlarmBoard,
  { planName, fleets }: { readonly planName: string; readonly fleets: readonly string[] },
): void {
  for (const fleet of fleets) {
    board.add(SHEDDING, {
      subject: [fleet],
      metric: shareOf({
        label: `${fleet}: share of requests that are refused`,
        part: serviceMetric('Shed', { planName, fleet }),
        whole: serviceMetric('Requests', { planName, fleet }),
        counts: { fromWhole: trafficFloor(1 - SHED_SHARE_LIMIT) },
      }),
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: SHED_SHARE_LIMIT,
      values: 5,
      over: 3,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'a fleet that nobody asks refuses nobody',
      },
    });
  }
}
