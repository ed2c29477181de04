import {
  ComparisonOperator,
  MathExpression,
  Metric,
  Stats,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD, type AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';
import { metricId } from './share';

/** A table refuses requests because of their rate. */
export const TABLE_THROTTLED: AlarmKind = {
  id: 'table-throttled',
  severity: 'ticket',
  meaning: 'this table refuses requests of this region because of their rate',
  heading: 'Table throttled',
  places: ['Region'],
};

/** A table answers with errors of its own. */
export const TABLE_ERRORS: AlarmKind = {
  id: 'table-errors',
  severity: 'ticket',
  meaning: 'this table answers requests of this region with errors of its own',
  heading: 'Table errors',
  places: ['Region'],
};

/** What the service asks of its tables; errors are reported for each operation alone. */
export const TABLE_OPERATIONS = ['GetItem', 'BatchGetItem', 'Query', 'PutItem'] as const;

/**
 * Three of five minutes. The tables are warm for all of the demand in each region, so none should be
 * throttled, and the SDK hides a single one by asking again; what people see is told by the channels.
 */
const SUSTAINED = { values: 5, over: 3 } as const;

/** Which table a metric is of. */
export interface TableMetricOptions {
  readonly table: string;
  readonly operation?: string;
  /** @default the stack's own region */
  readonly region?: string;
}

/** A metric of a table's replica in one region. */
export function tableMetric(
  metricName: string,
  { table, operation, region }: TableMetricOptions,
): Metric {
  return new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: {
      TableName: table,
      ...(operation !== undefined && { Operation: operation }),
    },
    statistic: Stats.SUM,
    period: ALARM_PERIOD,
    ...(region !== undefined && { region }),
  });
}

/** Throttled reads and writes of a replica together; `key` tells those of one graph apart. */
export function throttledRequests(options: TableMetricOptions, key = ''): MathExpression {
  const reads = metricId('reads', key);
  const writes = metricId('writes', key);
  return new MathExpression({
    label: key === '' ? options.table : key,
    expression: `FILL(${reads}, 0) + FILL(${writes}, 0)`,
    usingMetrics: {
      [reads]: tableMetric('ReadThrottleEvents', options),
      [writes]: tableMetric('WriteThrottleEvents', options),
    },
    period: ALARM_PERIOD,
  });
}

/** Adds what the region's replica of each table refuses or fails. */
export function addTableAlarms(board: AlarmBoard, tables: Readonly<Record<string, string>>): void {
  for (const [subject, table] of Object.entries(tables)) {
    const shared = {
      ...SUSTAINED,
      subject: [subject],
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: 0,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because: 'a table only reports what it refuses or fails',
      },
    };
    board.add(TABLE_THROTTLED, { ...shared, metric: throttledRequests({ table }) });
    board.add(TABLE_ERRORS, { ...shared, metric: systemErrors(table) });
  }
}

function systemErrors(table: string): MathExpression {
  const ids = TABLE_OPERATIONS.map((operation) => [`of${operation}`, operation] as const);
  return new MathExpression({
    label: `${table}: errors of its own`,
    expression: ids.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(
      ids.map(([id, operation]) => [id, tableMetric('SystemErrors', { table, operation })]),
    ),
    period: ALARM_PERIOD,
  });
}
