import type { Verdict } from '../../drill/verdict';
import { TwinError } from '../twin-error';

/** How hard this machine had to work, wall milliseconds. */
export interface Strain {
  /** From due time to answer, of served requests. */
  readonly latencyP99Ms: number;
  /** By which arrivals were sent too late. */
  readonly latenessP99Ms: number;
}

/**
 * Wall milliseconds beyond which this machine, and not the design, explains lost and refused requests:
 * ten times the 100 ms in which the service answers 99 of 100 that it admits, as it refuses the rest;
 * and one second of sending late, which sends in bursts what the morning did not.
 */
export const STRAINED = { latencyP99Ms: 1_000, latenessP99Ms: 1_000 } as const satisfies Strain;

/**
 * A machine too slow for its clock loses requests and time of its own making; acknowledged facts it
 * never may lose, so that deviation stands.
 * @throws TwinError when strain may explain every deviation
 */
export function refuseToBlameDesign(
  { deviations }: Pick<Verdict, 'deviations'>,
  { latencyP99Ms, latenessP99Ms }: Strain,
): void {
  const strained = latencyP99Ms > STRAINED.latencyP99Ms || latenessP99Ms > STRAINED.latenessP99Ms;
  if (!strained || deviations.length === 0) return;
  if (deviations.some(({ code }) => code === 'KAPOK_DRILL_FACTS_LOST')) return;
  throw new TwinError('KAPOK_TWIN_TOO_SLOW', 'this machine is too slow to judge the design', {
    got: `p99 of answers ${latencyP99Ms.toFixed(0)} ms, of sending late ${latenessP99Ms.toFixed(0)} ms`,
    allowed: `${STRAINED.latencyP99Ms} ms and ${STRAINED.latenessP99Ms} ms`,
    fix: 'lower --clock-rate, raise --load-scale or free some processor time',
  });
}
