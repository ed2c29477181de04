import { nameOfDay } from './calendar-names';
import { campaignOverlaps } from './campaign-overlaps';
import { clockOfMinute, formatCalendarDate, tryParseCalendarDate } from './clock-notation';
import { duplicateNames } from './duplicate-names';
import type { Finding } from './finding';
import { DAY_MINUTES, localMinutesOf, localTimeAt, WEEK_MINUTES } from './local-time';
import { type CampaignFile, campaignOf, campaignWindow, hourlyCurve } from './normalise';
import type { Campaign } from './plan';
import type { PlanParts } from './plan-parts';
import { weeklyRequestsPerMinuteAt } from './traffic-curve';
import type { DocumentPath } from './yaml-source';

/** Longest campaign that may run past midnight; a longer one is most likely written backwards. */
export const MIDNIGHT_CAMPAIGN_MINUTES = 12 * 60;

const CAMPAIGNS: DocumentPath = ['traffic', 'campaigns'];

/** Rules about the hours, dates and peaks of campaigns. */
export function checkCampaigns(parts: PlanParts): readonly Finding[] {
  const names = parts.campaigns.map((campaign) => campaign?.name);
  const findings = parts.campaigns.flatMap((campaign, index) =>
    campaign === undefined
      ? []
      : [
          ...checkHours(campaign, index),
          ...checkDates(campaign, index),
          ...checkPeak(parts, campaign, index),
        ],
  );
  const sound = parts.campaigns.map((campaign, index) =>
    campaign !== undefined &&
    [...checkHours(campaign, index), ...checkDates(campaign, index)].length === 0
      ? campaignOf(campaign)
      : undefined,
  );
  return [
    ...duplicateNames('campaign', names, (index) => [...CAMPAIGNS, index, 'name']),
    ...findings,
    ...checkOverlaps(sound),
  ];
}

function checkHours(campaign: CampaignFile, index: number): readonly Finding[] {
  const { from, to } = campaign;
  const { fromMinute, toMinute } = campaignWindow(campaign);
  const tooLong = toMinute > DAY_MINUTES && toMinute - fromMinute > MIDNIGHT_CAMPAIGN_MINUTES;
  if (from !== to && !tooLong) return [];
  return [
    {
      code: 'KAPOK_PLAN_CAMPAIGN_HOURS',
      path: [...CAMPAIGNS, index, 'to'],
      what: `the campaign ${campaign.name} does not end after it begins`,
      got: `from ${from} to ${to}`,
      allowed: 'an end after the beginning, or past midnight and at most 12 hours later',
      fix: from === to ? 'write 00:00 to 24:00 for a whole day' : 'put the hours in order',
    },
  ];
}

function checkDates(campaign: CampaignFile, index: number): readonly Finding[] {
  return campaign.dates.flatMap((date, dateIndex): readonly Finding[] =>
    tryParseCalendarDate(date) !== undefined
      ? []
      : [
          {
            code: 'KAPOK_PLAN_CAMPAIGN_DATE',
            path: [...CAMPAIGNS, index, 'dates', dateIndex],
            what: `the campaign ${campaign.name} names a date that does not exist`,
            got: date,
            allowed: 'MM-DD (every year) or YYYY-MM-DD',
            fix: 'correct the date',
          },
        ],
  );
}

/** A date falls on any weekday in some year, so the peak is held against all seven. */
function checkPeak(parts: PlanParts, campaign: CampaignFile, index: number): readonly Finding[] {
  const { weekday, weekend } = parts;
  if (weekday === undefined || weekend === undefined) return [];
  if (checkHours(campaign, index).length > 0) return [];
  const curve = { weekday: hourlyCurve(weekday), weekend: hourlyCurve(weekend) };
  const { fromMinute, toMinute } = campaignWindow(campaign);
  let worst = { minute: 0, demand: 0 };
  for (let day = 0; day < WEEK_MINUTES; day += DAY_MINUTES) {
    for (let minute = day + fromMinute; minute < day + toMinute; minute += 1) {
      const demand = weeklyRequestsPerMinuteAt(curve, minute);
      if (demand > worst.demand) worst = { minute: minute % WEEK_MINUTES, demand };
    }
  }
  if (worst.demand <= campaign.peakRequestsPerMinute) return [];
  const when = `${nameOfDay(Math.floor(worst.minute / DAY_MINUTES))} ${clockOfMinute(worst.minute)}`;
  const demand = Math.ceil(worst.demand);
  return [
    {
      code: 'KAPOK_PLAN_CAMPAIGN_PEAK',
      path: [...CAMPAIGNS, index, 'peakRequestsPerMinute'],
      what: `the peak of ${campaign.name} lies below the weekly curve on ${when}`,
      got: String(campaign.peakRequestsPerMinute),
      allowed: `at least ${demand}, what the week asks for inside its hours`,
      fix: 'raise the peak, or remove the campaign',
    },
  ];
}

function checkOverlaps(campaigns: readonly (Campaign | undefined)[]): readonly Finding[] {
  return campaignOverlaps(campaigns).map(({ first, second, secondDate, day }) => {
    const names = [campaigns[first]?.name, campaigns[second]?.name];
    return {
      code: 'KAPOK_PLAN_CAMPAIGN_OVERLAP',
      path: [...CAMPAIGNS, second, 'dates', secondDate],
      what:
        first === second
          ? `the campaign ${names[0]} overlaps itself on ${day}`
          : `the campaigns ${names.join(' and ')} overlap on ${day}`,
      got: [first, second].map((i) => describe(campaigns[i])).join(' and '),
      allowed: 'one campaign at a time',
      fix: 'change the dates or hours of one, or merge them with the higher peak',
    };
  });
}

function describe(campaign: Campaign | undefined): string {
  if (campaign === undefined) return '';
  const { name, fromMinute, toMinute } = campaign;
  return `${name} ${clockOfMinute(fromMinute)}-${clockOfMinute(toMinute)}`;
}

/** Warnings for campaigns with a year that are over: they still raise capacity each year. */
export function checkPastCampaigns(
  campaigns: readonly Campaign[],
  timeZone: string,
  now: Date,
): readonly Finding[] {
  const local = localTimeAt(now, timeZone);
  const nowMinutes = localMinutesOf(local, local.minuteOfDay);
  return campaigns.flatMap((campaign, index): readonly Finding[] => {
    const past = campaign.dates.filter(
      ({ year, month, day }) =>
        year !== undefined && localMinutesOf({ year, month, day }, campaign.toMinute) <= nowMinutes,
    );
    if (past.length === 0) return [];
    return [
      {
        code: 'KAPOK_PLAN_CAMPAIGN_PAST',
        path: [...CAMPAIGNS, index, 'dates'],
        what: `the campaign ${campaign.name} is over, yet raises capacity on that day every year`,
        got: past.map(formatCalendarDate).join(', '),
        allowed: `dates after ${formatCalendarDate(local)}, or without a year`,
        fix: 'remove the past dates, or write them as MM-DD if they come back every year',
      },
    ];
  });
}
