import { formatCalendarDate, tryParseCalendarDate } from './clock-notation';
import { localMinutesOf, localTimeOf } from './local-time';
import type { CalendarDate, Campaign } from './plan';

/** Two campaigns, or two dates of one, that share a minute. */
export interface CampaignOverlap {
  readonly first: number;
  readonly second: number;
  /** Index of the date of the second one that meets the first. */
  readonly secondDate: number;
  /** Local day of the first shared minute, `YYYY-MM-DD`. */
  readonly day: string;
}

interface Occurrence {
  readonly campaign: number;
  readonly date: number;
  readonly start: number;
  readonly end: number;
}

// Dates without a year are compared in three years, one with 29 February, ends of years included.
const SAMPLE_YEARS = [2023, 2024, 2025];

/** The first overlap of every pair of campaigns, across midnight, months and years. */
export function campaignOverlaps(
  campaigns: readonly (Campaign | undefined)[],
): readonly CampaignOverlap[] {
  const occurrences = occurrencesOf(campaigns);
  const found = new Map<string, CampaignOverlap>();
  for (const [index, a] of occurrences.entries()) {
    for (let next = index + 1; next < occurrences.length; next += 1) {
      const b = occurrences[next];
      // Sorted by start: nothing after the first that begins later can overlap.
      if (b === undefined || b.start >= a.end) break;
      const [first, second] = inFileOrder(a, b);
      const pair = `${first.campaign} ${second.campaign}`;
      if (found.has(pair)) continue;
      const day = formatCalendarDate(localTimeOf(b.start));
      found.set(pair, {
        first: first.campaign,
        second: second.campaign,
        secondDate: second.date,
        day,
      });
    }
  }
  return [...found.values()];
}

function inFileOrder(a: Occurrence, b: Occurrence): readonly [Occurrence, Occurrence] {
  const ordered = a.campaign - b.campaign || a.date - b.date;
  return ordered <= 0 ? [a, b] : [b, a];
}

function occurrencesOf(campaigns: readonly (Campaign | undefined)[]): readonly Occurrence[] {
  const dated = campaigns.flatMap((c) => c?.dates.map(({ year }) => year) ?? []);
  const around = dated.flatMap((y) => (y === undefined ? [] : [y - 1, y, y + 1]));
  const years = new Set([...SAMPLE_YEARS, ...around]);
  return campaigns
    .flatMap((campaign, index) =>
      (campaign?.dates ?? []).flatMap((date, dateIndex) =>
        datesIn(date, years).map((day) => ({
          campaign: index,
          date: dateIndex,
          start: localMinutesOf(day, campaign?.fromMinute),
          end: localMinutesOf(day, campaign?.toMinute),
        })),
      ),
    )
    .sort((a, b) => a.start - b.start);
}

function datesIn(
  date: CalendarDate,
  years: ReadonlySet<number>,
): readonly { readonly year: number; readonly month: number; readonly day: number }[] {
  return (date.year === undefined ? [...years] : [date.year])
    .map((year) => ({ year, month: date.month, day: date.day }))
    .filter((day) => tryParseCalendarDate(formatCalendarDate(day)) !== undefined);
}
