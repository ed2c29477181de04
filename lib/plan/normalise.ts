import { tryFindPartition } from './aws-regions';
import { minuteOfClock, tryParseCalendarDate } from './clock-notation';
import { DAY_MINUTES } from './local-time';
import type { CalendarDate, Campaign, Plan } from './plan';
import type { CurveFile, PlanFile } from './schema';

/** The campaign as a plan file writes it. */
export type CampaignFile = PlanFile['traffic']['campaigns'][number];

/** An anchor point of a curve: a minute of the day and the demand there. */
export interface Anchor {
  readonly minute: number;
  readonly requestsPerMinute: number;
}

/** The anchor points of a mapping in the order of the day. */
export function anchorsOf(curve: Readonly<Record<string, number>>): readonly Anchor[] {
  return Object.entries(curve)
    .map(([clock, requestsPerMinute]) => ({ minute: minuteOfClock(clock), requestsPerMinute }))
    .sort((a, b) => a.minute - b.minute);
}

/**
 * The 24 values of a curve at the full hours. Anchor points are joined by straight lines around the
 * day. An anchor between two full hours that stands above the line through them lifts both, so that
 * no peak is lost on the way.
 */
export function hourlyCurve(curve: CurveFile): readonly number[] {
  if (Array.isArray(curve)) return curve;
  const anchors = anchorsOf(curve);
  const values = Array.from({ length: 24 }, (_, hour) => anchorValueAt(anchors, hour * 60));
  for (const { minute, requestsPerMinute } of anchors) {
    const hour = Math.floor(minute / 60);
    const next = (hour + 1) % 24;
    const [from = 0, to = 0] = [values[hour], values[next]];
    if (from + ((to - from) * (minute % 60)) / 60 >= requestsPerMinute) continue;
    values[hour] = Math.max(from, requestsPerMinute);
    values[next] = Math.max(to, requestsPerMinute);
  }
  return values;
}

function anchorValueAt(anchors: readonly Anchor[], minute: number): number {
  const first = anchors[0];
  const last = anchors.at(-1);
  if (first === undefined || last === undefined) throw new RangeError('a curve needs an anchor');
  const before = anchors.findLast((anchor) => anchor.minute <= minute) ?? {
    ...last,
    minute: last.minute - DAY_MINUTES,
  };
  const after = anchors.find((anchor) => anchor.minute > minute) ?? {
    ...first,
    minute: first.minute + DAY_MINUTES,
  };
  const part = (minute - before.minute) / (after.minute - before.minute);
  return before.requestsPerMinute + (after.requestsPerMinute - before.requestsPerMinute) * part;
}

/** A campaign's first minute and the minute after its last, past 1440 when it crosses midnight. */
export function campaignWindow({ from, to }: Pick<CampaignFile, 'from' | 'to'>): {
  readonly fromMinute: number;
  readonly toMinute: number;
} {
  const fromMinute = minuteOfClock(from);
  const toMinute = minuteOfClock(to);
  return { fromMinute, toMinute: toMinute > fromMinute ? toMinute : toMinute + DAY_MINUTES };
}

/** The campaign in minutes and dates; dates that do not exist are left out. */
export function campaignOf(campaign: CampaignFile): Campaign {
  return {
    name: campaign.name,
    dates: campaign.dates
      .map(tryParseCalendarDate)
      .filter((date): date is CalendarDate => date !== undefined),
    ...campaignWindow(campaign),
    peakRequestsPerMinute: campaign.peakRequestsPerMinute,
  };
}

/** The plan that a checked file stands for. */
export function planOf(file: PlanFile): Plan {
  const partition = file.partition ?? tryFindPartition(file.regions[0]?.name ?? '') ?? 'aws';
  return {
    ...file,
    partition,
    traffic: {
      weekday: hourlyCurve(file.traffic.weekday),
      weekend: hourlyCurve(file.traffic.weekend),
      partnerRequestsPerMinute: file.traffic.partnerRequestsPerMinute,
      campaigns: file.traffic.campaigns.map(campaignOf),
    },
  };
}
