import * as fc from 'fast-check';
import type { Chance } from './chance';
import { hostileBodies, hostileTexts, hostileValues } from './hostile-values';

/** How many of each kind are drawn: enough that combinations, not repeats, fill a run. */
const DRAWN = 3_000;

/** Hostile values drawn beforehand: drawing each anew would cost more than the request it is for. */
export class Corpus {
  private readonly texts: readonly string[];
  private readonly values: readonly unknown[];
  private readonly bodies: readonly string[];
  private readonly matching = new Map<string, readonly string[]>();

  constructor(
    private readonly chance: Chance,
    private readonly seed: number,
  ) {
    const drawn = { numRuns: DRAWN, seed };
    this.texts = fc.sample(hostileTexts, drawn);
    this.values = fc.sample(hostileValues, drawn);
    this.bodies = fc.sample(hostileBodies, drawn);
  }

  /** A text that programs have stumbled over. */
  text(): string {
    return this.chance.pick(this.texts);
  }

  /** A value that is not what a field is for. */
  value(): unknown {
    return this.chance.pick(this.values);
  }

  /** A body that is JSON, nearly JSON, or anything. */
  body(): string {
    return this.chance.pick(this.bodies);
  }

  /** A text of a pattern. */
  of(pattern: string): string {
    let texts = this.matching.get(pattern);
    if (texts === undefined) {
      texts = fc.sample(fc.stringMatching(new RegExp(pattern)), { numRuns: 60, seed: this.seed });
      this.matching.set(pattern, texts);
    }
    return this.chance.pick(texts);
  }
}
