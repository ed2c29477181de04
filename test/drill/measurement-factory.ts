import type { DrillMeasurement, Outcome, RequestSample } from '../../lib/drill/measurement';

const START_MS = Date.UTC(2022, 0, 10, 0, 20);

/** Seconds after the start of the made-up drill. */
export const LOST_AT = 300;
export const UNHEALTHY_AT = 330;
export const SHIFTED_AT = 385;
export const BOOTED_AT = 600;
export const HEALTHY_AT = 640;
export const END_AT = 900;

export function atSecond(second: number): number {
  return START_MS + second * 1000;
}

/** What happens to the requests of a channel in a second: region and outcome of each. */
export type Second = (second: number) => readonly (readonly [region: string, outcome: Outcome])[];

/** Users of b notice nothing; those of a lose requests until their DNS answers have expired. */
export const recovering: Second = (second) => {
  if (second < LOST_AT)
    return [
      ['a', 'served'],
      ['b', 'served'],
    ];
  if (second < SHIFTED_AT)
    return [
      ['a', 'lost'],
      ['b', 'served'],
    ];
  if (second < HEALTHY_AT)
    return [
      ['b', 'served'],
      ['b', 'served'],
    ];
  return [
    ['a', 'served'],
    ['b', 'served'],
  ];
};

/** A measurement in which both channels live through `each` second. */
export function measurementOf(
  each: Second = recovering,
  changes: Partial<DrillMeasurement> = {},
): DrillMeasurement {
  const samples: RequestSample[] = [];
  for (let second = 0; second < END_AT; second++) {
    for (const channel of ['large', 'small']) {
      for (const [region, outcome] of each(second)) {
        const sentAtMs = atSecond(second);
        samples.push({ sentAtMs, endedAtMs: sentAtMs + 50, channel, region, outcome });
      }
    }
  }
  return {
    timeline: {
      startMs: atSecond(0),
      regionLost: 'a',
      lostAtMs: atSecond(LOST_AT),
      bootedAtMs: atSecond(BOOTED_AT),
      endMs: atSecond(END_AT),
    },
    targetsHit: 5,
    samples,
    healthChanges: [
      { atMs: atSecond(UNHEALTHY_AT), region: 'a', healthy: false },
      { atMs: atSecond(HEALTHY_AT), region: 'a', healthy: true },
    ],
    facts: { acknowledged: 10, presentByRegion: { a: 10, b: 10 }, lost: 0 },
    replicationLagSec: 1,
    regionsInService: ['a', 'b'],
    ...changes,
  };
}
