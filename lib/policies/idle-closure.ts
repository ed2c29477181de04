import { clockOfMinute } from '../plan/clock-notation';
import { DAY_MINUTES, localTimeOf } from '../plan/local-time';
import type { Plan } from '../plan/plan';
import { actionsOf, type CalendarLevel } from './campaign-windows';
import { campaignSpans } from './demand-table';
import { standingMinimums } from './standing-minimum';
import { nameOfDate, proofYears } from './years';

/** A day of freeze more than a campaign needs is prudence; what is longer was forgotten. */
const SLACK_MINUTES = DAY_MINUTES;

/** A campaign of the year before or after may still, or already, keep a region closed. */
const MARGIN_MINUTES = 2 * DAY_MINUTES;

/** The first minute at which a region is closed, level 1, though no campaign is near; in any year. */
export function tryFindIdleClosure(
  plan: Plan,
  levels: readonly CalendarLevel[],
): string | undefined {
  // The calendar has no years, so a freeze comes back where its campaign does not.
  const campaigns = plan.traffic.campaigns.map((campaign) => ({
    ...campaign,
    dates: campaign.dates.map(({ month, day }) => ({ month, day })),
  }));
  const schedule = { minSize: 0, actions: actionsOf(levels, plan.timeZone) };
  for (const { from, to, isNamed } of proofYears(campaigns)) {
    const steps = standingMinimums(schedule, plan.timeZone, from, to);
    const spans = campaignSpans(campaigns, from, to)
      .map((span) => ({
        from: span.from - plan.prewarm.leadMinutes - SLACK_MINUTES,
        to: span.to + SLACK_MINUTES,
      }))
      .sort((one, other) => one.from - other.from);
    for (const [index, { at, minimum }] of steps.entries()) {
      if (minimum === 0) continue;
      const end = Math.min(steps[index + 1]?.at ?? to, to - MARGIN_MINUTES);
      let minute = Math.max(at, from + MARGIN_MINUTES);
      for (const span of spans) {
        if (span.from + from <= minute) minute = Math.max(minute, span.to + from);
      }
      if (minute >= end) continue;
      const local = localTimeOf(minute);
      return `${nameOfDate(local, isNamed)} ${clockOfMinute(local.minuteOfDay)}`;
    }
  }
  return undefined;
}
