import type * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { PRIORITIES, type Priority, serviceMetric } from '../alarms/service-metrics';
import { shareOf } from '../alarms/share';
import type { DashboardRow } from './rows';

/** How far the citizen fleet of a region has degraded, and who pays for it. */
export function priorityRow(planName: string): DashboardRow {
  const of = { planName, fleet: 'citizen' };
  const each = (make: (priority: Priority) => cloudwatch.IMetric) => PRIORITIES.map(make);
  return {
    question: 'What is given up first?',
    hint: 'Level 0 is all, 1 and 2 are without panels, 3 shows copies, 4 leaves phones to their own. The rest is refused first, codes last.',
    graphs: [
      {
        title: 'Level of degradation',
        metrics: ['Average', 'Maximum'].map((statistic) =>
          serviceMetric('ServiceLevel', { ...of, statistic }).with({ label: statistic }),
        ),
      },
      {
        title: 'Share that is refused, by priority',
        metrics: each((priority) =>
          shareOf({
            label: priority,
            key: priority,
            part: serviceMetric('Shed', { ...of, priority }),
            whole: serviceMetric('Requests', { ...of, priority }),
            counts: { fromWhole: 1 },
          }),
        ),
      },
      {
        title: 'Requests a minute, by priority',
        metrics: each((priority) =>
          serviceMetric('Requests', { ...of, priority }).with({ label: priority }),
        ),
      },
      {
        title: 'Wait of 99 in 100 by priority, ms',
        metrics: each((priority) =>
          serviceMetric('Latency', { ...of, priority, statistic: 'p99' }).with({ label: priority }),
        ),
      },
    ],
  };
}
