import { instantOf, localMinutesOf, localTimeAt, localTimeOf } from './local-time';
import type { CalendarDate, Plan } from './plan';

/** Releases stay away now: until when, and for which campaign. */
export interface ClosedWindow {
  readonly campaign: string;
  /** The first instant at which releases may go on. */
  readonly until: Date;
}

interface Span {
  readonly campaign: string;
  readonly from: number;
  readonly to: number;
}

/**
 * The stretch in which a release may not touch a region that serves, if `now` lies in one: from the
 * lead time of a campaign to its end. Campaigns whose stretches meet count as one.
 */
export function tryFindClosedWindow(
  plan: Pick<Plan, 'timeZone' | 'traffic' | 'prewarm'>,
  now: Date,
): ClosedWindow | undefined {
  const local = localTimeAt(now, plan.timeZone);
  const at = localMinutesOf(local, local.minuteOfDay);
  const spans = spansAround(plan, local.year);
  const first = spans.find(({ from, to }) => from <= at && at < to);
  if (first === undefined) return undefined;
  let end = first.to;
  for (const { from, to } of spans) if (from <= end && to > end) end = to;
  return { campaign: first.campaign, until: instantOf(localTimeOf(end), plan.timeZone) };
}

/** The closed stretches of a year and of its neighbours, which reach over New Year, by their start. */
function spansAround(
  { traffic, prewarm }: Pick<Plan, 'traffic' | 'prewarm'>,
  year: number,
): readonly Span[] {
  return traffic.campaigns
    .flatMap(({ name, dates, fromMinute, toMinute }) =>
      [year - 1, year, year + 1].flatMap((candidate) =>
        dates
          .filter((date) => fallsIn(date, candidate))
          .map((date) => {
            const day = localMinutesOf({ ...date, year: candidate });
            return {
              campaign: name,
              from: day + fromMinute - prewarm.leadMinutes,
              to: day + toMinute,
            };
          }),
      ),
    )
    .sort((a, b) => a.from - b.from);
}

/** 29 February is no day of most years. */
function fallsIn(date: CalendarDate, year: number): boolean {
  if (date.year !== undefined && date.year !== year) return false;
  return localTimeOf(localMinutesOf({ ...date, year })).day === date.day;
}
