import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD } from '../alarms/alarm-board';
import { checkMetric } from '../alarms/health-check-alarms';
import { serviceMetric } from '../alarms/service-metrics';
import type { DashboardRow } from './rows';
import { names, type ShownWorld } from './shown-world';

/** Where Route 53 sends people, and where they are. */
export function placesRow(world: ShownWorld): DashboardRow {
  const { planName, regions } = world;
  return {
    question: 'Where are they?',
    hint: 'Route 53 sends users to regions in service; their share follows within minutes.',
    graphs: [
      {
        title: 'In service (1) or not (0)',
        metrics: regions.map(({ region, inService }) =>
          checkMetric('HealthCheckStatus', inService).with({ label: region }),
        ),
      },
      {
        title: 'Checkers that find the region serving, per cent',
        metrics: regions.map(({ region, serving }) =>
          checkMetric('HealthCheckPercentageHealthy', serving).with({ label: region }),
        ),
      },
      {
        title: 'Checkers that hear of no evacuation, per cent',
        metrics: regions.flatMap(({ region, notEvacuated }) =>
          notEvacuated.map((check) =>
            checkMetric('HealthCheckPercentageHealthy', check).with({ label: region }),
          ),
        ),
      },
      {
        title: 'Share of people by region',
        metrics: regionShares(
          names(world).map((region) => ({
            region,
            metric: serviceMetric('Requests', { planName, fleet: 'citizen', region }),
          })),
        ),
      },
    ],
  };
}

/** What part of all requests each region answers, per cent. */
function regionShares(
  requests: readonly { readonly region: string; readonly metric: cloudwatch.IMetric }[],
): cloudwatch.MathExpression[] {
  const ids = requests.map((_, index) => `region${index}`);
  const usingMetrics = Object.fromEntries(requests.map(({ metric }, i) => [`region${i}`, metric]));
  const all = ids.map((id) => `FILL(${id}, 0)`).join(' + ');
  return requests.map(
    ({ region }, index) =>
      new cloudwatch.MathExpression({
        label: region,
        expression: `100 * FILL(region${index}, 0) / (${all})`,
        usingMetrics,
        period: ALARM_PERIOD,
      }),
  );
}
