import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { ALARM_PERIOD } from './alarm-board';

/** A part of a whole, and how large the whole must be for the share to mean anything. */
export interface ShareOptions {
  readonly label: string;
  readonly part: cloudwatch.IMetric;
  readonly whole: cloudwatch.IMetric;
  /**
   * Whether `whole` leaves the part out.
   * @default it counts the part as well
   */
  readonly partIsExtra?: boolean;
  /** From how much on in one period the share counts: of the whole, or of the part itself. */
  readonly counts: { readonly fromWhole: number } | { readonly fromPart: number };
  /**
   * Tells the shares of one graph apart.
   * @default it is the only one
   */
  readonly key?: string;
}

/** `part / whole` of one minute, 0 to 1; 0 while there is too little of either to count. */
export function shareOf(options: ShareOptions): cloudwatch.MathExpression {
  const { label, counts, key = '' } = options;
  const part = metricId('part', key);
  const whole = metricId('whole', key);
  // A part is only reported where there is one, and what is left out of it only where some is.
  const all = options.partIsExtra === true ? `(FILL(${whole}, 0) + FILL(${part}, 0))` : whole;
  const enough =
    'fromWhole' in counts
      ? `${all} >= ${counts.fromWhole}`
      : `FILL(${part}, 0) >= ${counts.fromPart}`;
  return new cloudwatch.MathExpression({
    label,
    expression: `IF(${enough}, FILL(${part}, 0) / ${all}, 0)`,
    usingMetrics: { [part]: options.part, [whole]: options.whole },
    period: ALARM_PERIOD,
  });
}

/** Name of a metric inside an expression; CloudWatch takes letters, digits and underscores. */
export function metricId(name: string, key: string): string {
  return `${name}${key === '' ? '' : '_'}${key.replace(/\W/g, '_')}`;
}

/**
 * Requests a minute from which one failure alone is within a promise: with 999 of 1,000 served, the
 * 1,000 that one failure may be among. With fewer, as on a quiet night, a single failure would be an
 * alarm; then the canaries judge. Where all is promised, one request is enough.
 */
export function trafficFloor(servedRatio: number): number {
  if (servedRatio >= 1) return 1;
  // 1 - 0.999 is a little above 0.001, so the quotient is rounded before it is made whole.
  return Math.ceil(Number((1 / (1 - servedRatio)).toFixed(6)));
}

/** The share of requests that may fail, without the dust of binary fractions. */
export function failedRatioLimit(servedRatio: number): number {
  return Number((1 - servedRatio).toFixed(9));
}
