import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of numbers in [0, 1). */
export type Random = () => number;

/** The same numbers for the same seed. */
export function seededRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
}

/** Picks an entry with a chance proportional to its share; shares need not sum to 1. */
export function pickByShare<T extends { readonly share: number }>(
  entries: readonly T[],
  random: Random,
): T {
  const total = entries.reduce((sum, entry) => sum + entry.share, 0);
  let left = random() * total;
  for (const entry of entries) {
    left -= entry.share;
    if (left < 0) return entry;
  }
  const last = entries.at(-1);
  if (last === undefined) throw new RangeError('nothing to pick from');
  return last;
}
