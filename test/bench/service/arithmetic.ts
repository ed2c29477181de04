import type { Usage } from './measured-protocol';

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error('nothing was measured');
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? 0;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? 0) + upper) / 2 : upper;
}

/** What a number of requests took. */
export interface Cost {
  readonly requests: number;
  readonly cpuSec: number;
  readonly wallSec: number;
}

/** What was used between two readings for so many requests. */
export function costBetween(before: Usage, after: Usage, requests: number): Cost {
  return {
    requests,
    cpuSec: after.cpuSec - before.cpuSec,
    wallSec: after.wallSec - before.wallSec,
  };
}

/** Processor time of one request, microseconds. */
export function microseconds({ cpuSec, requests }: Cost): number {
  return (cpuSec / requests) * 1e6;
}

/** Requests in a second of the wall clock. */
export function perSecond({ wallSec, requests }: Cost): number {
  return requests / wallSec;
}

/** How two ways of doing things compare, side by side in each round. */
export interface Comparison {
  /** Requests in a second of processor time, one against the other. */
  readonly cpuRatio: number;
  /** Requests in a second of the wall clock. */
  readonly throughputRatio: number;
}

/** Medians over rounds of the ratios within each round. */
export function compare(ours: readonly Cost[], limits: readonly Cost[]): Comparison {
  const pairs = ours.map((cost, at) => [cost, limits[at] as Cost] as const);
  return {
    cpuRatio: median(pairs.map(([our, limit]) => microseconds(limit) / microseconds(our))),
    throughputRatio: median(pairs.map(([our, limit]) => perSecond(our) / perSecond(limit))),
  };
}

/** Slope of the straight line nearest to the points, least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (at: 0 | 1) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const under = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

/** What an overload leaves for codes. */
export interface Bound {
  /** Seconds that the thread had. */
  readonly availableSec: number;
  readonly refusals: number;
  readonly refusalSec: number;
  /** Codes out of memory. */
  readonly copies: number;
  readonly copySec: number;
  readonly codeSec: number;
}

/** Codes that the thread could show at most: all copies, and new ones in the time that is left. */
export function codesBound(bound: Bound): number {
  const { availableSec, refusals, refusalSec, copies, copySec, codeSec } = bound;
  return copies + Math.max(0, availableSec - refusals * refusalSec - copies * copySec) / codeSec;
}

/** The first second from which on this share of everybody who comes is served; undefined: never. */
export function recoveredAt(
  { arrivedBySecond, servedBySecond }: BySecond,
  fromSec: number,
  share: number,
): number | undefined {
  let recovered: number | undefined;
  for (let second = fromSec; second < arrivedBySecond.length; second += 1) {
    const arrived = arrivedBySecond[second] ?? 0;
    if ((servedBySecond[second] ?? 0) < arrived * share) recovered = undefined;
    else recovered ??= second;
  }
  return recovered;
}

/** Counts by the second of arrival. */
export interface BySecond {
  readonly arrivedBySecond: readonly number[];
  readonly servedBySecond: readonly number[];
}

/** Requests per second to plan an instance with. */
export interface Rating {
  readonly codeSec: number;
  readonly cores: number;
  /** Share of a core that is left to what is no code: health, metrics, rubbish, the kernel. */
  readonly headroom: number;
}

/** What an instance carries when every request costs what an uncached code does. */
export function instanceRate({ codeSec, cores, headroom }: Rating): number {
  return Math.floor((cores * (1 - headroom)) / codeSec / 10) * 10;
}
