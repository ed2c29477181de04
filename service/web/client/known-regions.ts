/** A region as the newest answer named it; `silent` ones were named before, but not by that answer. */
export interface KnownRegion {
  readonly region: string;
  /** Host name under which it alone is reached. */
  readonly origin: string;
  readonly standing: 'serving' | 'evacuated' | 'silent';
}

/** As many as an answer names at most. */
export const REGIONS_KEPT = 8;

const ENTRY = /^([\w.-]+)=([a-z0-9-]+(?:\.[a-z0-9-]+)+);(serving|evacuated)$/i;

/** Reads `x-kapok-regions`; what cannot be read is left out. */
export function readRegions(header: string | undefined): KnownRegion[] {
  return (header ?? '')
    .split(',')
    .flatMap((text) => {
      const [, region, origin, standing] = ENTRY.exec(text.trim()) ?? [];
      if (region === undefined || origin === undefined) return [];
      return [{ region, origin, standing: standing as KnownRegion['standing'] }];
    })
    .slice(0, REGIONS_KEPT);
}

/**
 * What is known after an answer: what it names is as it says. A region that it does not name is kept as
 * `silent`, to be asked last, because a region that hears nothing of its peers names only itself.
 */
export function learnedRegions(
  known: readonly KnownRegion[],
  heard: readonly KnownRegion[],
): readonly KnownRegion[] {
  if (heard.length === 0) return known;
  const named = new Set(heard.map(({ region }) => region));
  const silent = known
    .filter(({ region }) => !named.has(region))
    .map((region) =>
      region.standing === 'evacuated' ? region : { ...region, standing: 'silent' as const },
    );
  return [...heard, ...silent].slice(0, REGIONS_KEPT);
}

/** The regions worth asking, serving ones first and shuffled, so that phones spread; evacuated ones never. */
export function askableRegions(
  known: readonly KnownRegion[],
  random: () => number,
): readonly KnownRegion[] {
  const shuffled = (standing: KnownRegion['standing']) =>
    known
      .filter((region) => region.standing === standing)
      .map((region) => ({ region, rank: random() }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ region }) => region);
  return [...shuffled('serving'), ...shuffled('silent')];
}

/** Reads what was kept, which may be anything. */
export function readKeptRegions(kept: unknown): readonly KnownRegion[] {
  if (!Array.isArray(kept)) return [];
  const texts = (kept as Partial<KnownRegion>[]).map(
    (entry) =>
      `${entry?.region}=${entry?.origin};${entry?.standing === 'evacuated' ? 'evacuated' : 'serving'}`,
  );
  return readRegions(texts.join(','));
}
