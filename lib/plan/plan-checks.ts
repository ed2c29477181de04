import { checkCampaigns } from './campaign-checks';
import { checkConsistency } from './consistency-checks';
import { duplicateNames } from './duplicate-names';
import { type Finding, formatGot, suggestionFor } from './finding';
import { anchorsOf } from './normalise';
import type { PlanParts } from './plan-parts';
import { checkRegions } from './region-checks';
import { UNLISTED_TIME_ZONES } from './time-zones';

/** How far the sum of the shares may be from 1: what rounding of decimal fractions can make. */
export const SHARE_TOLERANCE = 1e-9;

/** Rules that tie several values of a plan together; parts of the wrong shape are passed over. */
export function checkPlan(parts: PlanParts): readonly Finding[] {
  return [
    ...checkTimeZone(parts.timeZone),
    ...checkHostedZone(parts),
    ...checkRegions(parts),
    ...checkConsistency(parts),
    ...checkChannels(parts),
    ...checkCurve(parts.weekday, 'weekday'),
    ...checkCurve(parts.weekend, 'weekend'),
    ...checkCampaigns(parts),
  ];
}

function checkHostedZone({ domain }: PlanParts): readonly Finding[] {
  if (domain === undefined || domain.ownZone || domain.hostedZoneId !== undefined) return [];
  return [
    {
      code: 'KAPOK_PLAN_HOSTED_ZONE',
      path: ['domain'],
      what: 'no hosted zone is named and none is to be made',
      got: 'no hostedZoneId',
      allowed: 'the id of a zone that exists, or ownZone: true',
      fix: 'add hostedZoneId, or ownZone: true to have a zone made',
      part: 'key',
    },
  ];
}

function checkChannels({ channels }: PlanParts): readonly Finding[] {
  const duplicates = duplicateNames(
    'channel',
    channels.map((channel) => channel?.name),
    (index) => ['channels', index, 'name'],
  );
  const shares = channels.map((channel) => channel?.share);
  if (shares.length === 0 || shares.includes(undefined)) return duplicates;
  const sum = shares.reduce<number>((total, share) => total + (share ?? 0), 0);
  if (Math.abs(sum - 1) <= SHARE_TOLERANCE) return duplicates;
  const finding: Finding = {
    code: 'KAPOK_PLAN_SHARES',
    path: ['channels'],
    what: 'the shares of the channels do not sum to 1',
    got: `${shares.join(' + ')} = ${Number(sum.toPrecision(12))}`,
    allowed: 'a sum of 1',
    fix: sum < 1 ? 'raise a share or add the missing channel' : 'lower a share',
    part: 'key',
  };
  return [...duplicates, finding];
}

function checkTimeZone(timeZone: string | undefined): readonly Finding[] {
  if (timeZone === undefined || isTimeZone(timeZone)) return [];
  return [
    {
      code: 'KAPOK_PLAN_TIME_ZONE',
      path: ['timeZone'],
      what: 'this is no time zone of the IANA database',
      got: formatGot(timeZone),
      allowed: 'a name such as Asia/Shanghai, spelt as in the database',
      fix: suggestionFor(timeZone, timeZoneNames(), 'Asia/Shanghai'),
    },
  ];
}

/** Whether Auto Scaling takes a time zone: an IANA name in its own capitals, no offset. */
export function isTimeZone(timeZone: string): boolean {
  // Intl takes any capitals, AWS only the right ones, so names are compared letter by letter.
  return timeZoneNames().includes(timeZone);
}

/** Names that this JavaScript engine lists, and those that it knows without listing them. */
function timeZoneNames(): readonly string[] {
  return ['UTC', ...Intl.supportedValuesOf('timeZone'), ...UNLISTED_TIME_ZONES];
}

function checkCurve(curve: PlanParts['weekday'], day: 'weekday' | 'weekend'): readonly Finding[] {
  if (curve === undefined || Array.isArray(curve)) return [];
  const minutes = anchorsOf(curve).map(({ minute }) => minute);
  const twice = minutes.find((minute, index) => minutes.indexOf(minute) !== index);
  if (twice === undefined) return [];
  const keys = Object.keys(curve).filter((key) => anchorsOf({ [key]: 0 })[0]?.minute === twice);
  return [
    {
      code: 'KAPOK_PLAN_CURVE',
      path: ['traffic', day, keys.at(-1) ?? ''],
      what: 'two anchor points lie at the same minute',
      got: keys.join(' and '),
      allowed: 'each minute once',
      fix: 'remove one of the two',
      part: 'key',
    },
  ];
}
