import { clockOfMinute } from '../plan/clock-notation';
import { DAY_MINUTES, localTimeOf } from '../plan/local-time';
import type { Campaign } from '../plan/plan';
import type { CalendarCall } from './calendar-calls';
import { campaignSpans } from './demand-table';
import { standingMinimums } from './standing-minimum';
import { nameOfDate, proofYears } from './years';

/** A level that calls set on dates, such as capacity units, or 1 for closed and 0 for open. */
export interface CalendarLevel {
  readonly call: CalendarCall;
  readonly level: number;
}

/** What must hold through a campaign, from some minutes before it. */
export interface CampaignNeed {
  readonly leadMinutes: number;
  readonly levelFor: (campaign: Campaign) => number;
}

/** A minute of a campaign, or of its lead, at which less holds than must. */
export interface CampaignGap {
  readonly campaign: string;
  /** `10 January 06:40` in the plan's zone, with the year when the plan names it. */
  readonly at: string;
  readonly level: number;
  readonly needed: number;
}

// A lead reaches at most into the day before; a day more lets the last call of before be seen.
const DAYS_BEFORE = 2;

/**
 * The first gap of every campaign, over every kind of year. What is raised counts from `READY_MINUTES`
 * on, so a call may come that much late; what is lowered counts at once.
 */
export function findCampaignGaps(
  campaigns: readonly Campaign[],
  timeZone: string,
  start: number,
  levels: readonly CalendarLevel[],
  { leadMinutes, levelFor }: CampaignNeed,
): readonly CampaignGap[] {
  const actions = actionsOf(levels, timeZone);
  const gaps = new Map<string, CampaignGap>();
  for (const { from, to, isNamed } of proofYears(campaigns)) {
    const begin = from - DAYS_BEFORE * DAY_MINUTES;
    const steps = standingMinimums({ minSize: start, actions }, timeZone, begin, to);
    for (const span of campaignSpans(campaigns, from, to)) {
      const needed = levelFor(span.campaign);
      const opening = from + span.from - leadMinutes;
      const closing = Math.min(from + span.to, to);
      const short = steps.find(({ at, minimum }, index) => {
        const end = steps[index + 1]?.at ?? to;
        return minimum < needed && at < closing && end > opening;
      });
      if (short === undefined || gaps.has(span.campaign.name)) continue;
      const local = localTimeOf(Math.max(short.at, opening));
      gaps.set(span.campaign.name, {
        campaign: span.campaign.name,
        at: `${nameOfDate(local, isNamed)} ${clockOfMinute(local.minuteOfDay)}`,
        level: short.minimum,
        needed,
      });
    }
  }
  return [...gaps.values()];
}

/** Calls on dates as the proof of capacity takes scheduled actions. */
export function actionsOf(levels: readonly CalendarLevel[], timeZone: string) {
  return levels.flatMap(({ call: { cron, timeZone: zone }, level }) =>
    cron === undefined
      ? []
      : [{ cron, minSize: level, ...(zone !== timeZone && { foreignTimeZone: zone }) }],
  );
}
