import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { AlarmBoard } from './alarm-board';
import type { AlarmKind } from './alarm-kind';

/** A function fails. */
export const FUNCTION_ERRORS: AlarmKind = {
  id: 'function-errors',
  severity: 'ticket',
  meaning: 'this function fails, so what it watches is not watched',
  heading: 'Function errors',
  places: ['Region', 'Drill'],
};

/** Long enough for two runs of what runs every five minutes. */
export const FUNCTION_PERIOD = Duration.minutes(15);

/**
 * Failed runs in one period. One is a pause of an API and the next run comes by itself; a function that
 * runs every hour has only one in a period, so for it `runsAlone` says that one is enough.
 */
export const FUNCTION_ERRORS_LIMIT = 1;

/** A function that is watched. */
export interface WatchedFunction {
  readonly name: string;
  readonly lambda: IFunction;
  /** Whether it runs at most once in `FUNCTION_PERIOD`. */
  readonly runsAlone?: boolean;
}

/** Adds, for each function, what tells that it fails more than once in a while. */
export function addFunctionAlarms(board: AlarmBoard, functions: readonly WatchedFunction[]): void {
  for (const { name, lambda, runsAlone } of functions) {
    board.add(FUNCTION_ERRORS, {
      subject: [name],
      metric: lambda.metricErrors({ statistic: Stats.SUM, period: FUNCTION_PERIOD }),
      comparison: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: runsAlone === true ? 0 : FUNCTION_ERRORS_LIMIT,
      values: 1,
      missing: {
        treat: TreatMissingData.NOT_BREACHING,
        because:
          'a function that does not run has no errors; the silence of its own metric is told',
      },
    });
  }
}
