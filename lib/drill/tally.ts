import type { RequestSample } from './measurement';

/** Requests of a stretch of time by outcome. */
export interface Tally {
  readonly sent: number;
  readonly served: number;
  readonly refused: number;
  readonly lost: number;
}

/** Counts requests by outcome. */
export function tally(samples: readonly RequestSample[]): Tally {
  const counts = { served: 0, refused: 0, lost: 0 };
  for (const { outcome } of samples) counts[outcome] += 1;
  return { sent: samples.length, ...counts };
}

/** Counts requests by outcome for each channel, most used first. */
export function tallyByChannel(samples: readonly RequestSample[]): Readonly<Record<string, Tally>> {
  return Object.fromEntries(
    [...groupByChannel(samples)]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([channel, list]) => [channel, tally(list)]),
  );
}

/** Share of the requests that were sent to each region, 0 to 1. */
export function shareByRegion(
  samples: readonly RequestSample[],
  regions: readonly string[],
): Readonly<Record<string, number>> {
  const total = Math.max(1, samples.length);
  return Object.fromEntries(
    regions.map((region) => [
      region,
      samples.filter((sample) => sample.region === region).length / total,
    ]),
  );
}

function groupByChannel(samples: readonly RequestSample[]): Map<string, RequestSample[]> {
  const groups = new Map<string, RequestSample[]>();
  for (const sample of samples) {
    const group = groups.get(sample.channel);
    if (group === undefined) groups.set(sample.channel, [sample]);
    else group.push(sample);
  }
  return groups;
}
