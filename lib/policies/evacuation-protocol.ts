/**
 * What a region is asked from outside, by the names and words that the service answers with. Stated here
 * a second time on purpose: a rule that takes its words from the construct it judges agrees with
 * whatever the construct says. A test keeps the two and the service alike.
 */
export interface Question {
  /** Region whose load balancer answers. */
  readonly asked: string;
  readonly domainName: string;
  readonly path: string;
  readonly searchString: string;
  /** Whether the words mean that the check fails. */
  readonly inverted: boolean;
}

/** Path of a process's own liveness; nothing that all regions share may decide it. */
export const LIVENESS_PATH = '/healthz';

/** Path at which a region says that it serves. */
export const REGIONAL_HEALTH_PATH = '/regional-health';

/** Below this path a region says which other regions are evacuated. */
export const EVACUATIONS_PATH = '/evacuations/';

/** Public name under which one region answers. */
export function originNameOf(region: string, zoneName: string): string {
  return `${region}.origin.${zoneName}`.toLowerCase();
}

/** All that is asked about a region: itself whether it serves, each peer whether it is evacuated. */
export function questionsAbout(
  region: string,
  peers: readonly string[],
  zoneName: string,
): readonly Question[] {
  return [
    {
      asked: region,
      domainName: originNameOf(region, zoneName),
      path: REGIONAL_HEALTH_PATH,
      searchString: `KAPOK-SERVING ${region}`,
      inverted: false,
    },
    ...peers.map((peer) => ({
      asked: peer,
      domainName: originNameOf(peer, zoneName),
      path: `${EVACUATIONS_PATH}${region}`,
      searchString: `KAPOK-EVACUATED ${region}`,
      inverted: true,
    })),
  ];
}
