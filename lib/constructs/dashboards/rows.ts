import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** One graph of a row. */
export interface Graph {
  readonly title: string;
  readonly metrics: readonly cloudwatch.IMetric[];
  /** @default none */
  readonly rightMetrics?: readonly cloudwatch.IMetric[];
}

/** A question an operator asks, and the graphs that answer it. */
export interface DashboardRow {
  readonly question: string;
  /** What to look for, in a sentence or two. */
  readonly hint: string;
  readonly graphs: readonly Graph[];
}

/** Properties of `addRows`. */
export interface RowsOptions {
  readonly dashboardName: string;
  readonly rows: readonly DashboardRow[];
  /** Region the metrics are of, where they name none. */
  readonly region: string;
}

/** Columns of a dashboard. */
const WIDTH = 24;

/** Graphs side by side; more are put below. */
const GRAPHS_IN_A_LINE = 4;

/** A morning: what came before the crowd is still seen while it is there. */
export const DASHBOARD_SPAN = Duration.hours(3);

/** The widgets of all rows, from top to bottom: a question, then its graphs. */
export function rowWidgets({ rows, region }: RowsOptions): cloudwatch.IWidget[][] {
  return rows.flatMap(({ question, hint, graphs }) => [
    [
      new cloudwatch.TextWidget({
        markdown: `## ${question}\n${hint}`,
        width: WIDTH,
        height: 2,
        background: cloudwatch.TextWidgetBackground.TRANSPARENT,
      }),
    ],
    graphs.map(
      ({ title, metrics, rightMetrics }) =>
        new cloudwatch.GraphWidget({
          title,
          region,
          left: [...metrics],
          right: [...(rightMetrics ?? [])],
          leftYAxis: { min: 0 },
          width: WIDTH / Math.min(GRAPHS_IN_A_LINE, graphs.length),
          height: 6,
        }),
    ),
  ]);
}
