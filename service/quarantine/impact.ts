import type { IClock } from '../clock';
import { type Fact, factSortKey } from '../facts/fact';
import type { IFactStore } from '../facts/fact-store';
import { forEachAtOnce } from '../records/at-once';
import { CLOCK_SKEW_SECONDS } from '../records/record-fields';
import { CALLS_AT_ONCE } from '../records/record-limits';
import { decide } from '../rules/colour';
import type { Colour } from '../rules/rule-set';
import type { Rules } from '../rules/rules-in-force';

/** What facts that are not stored yet would do to people's colours. */
export interface Impact {
  /** Everybody whom the facts are about. */
  readonly people: ReadonlySet<string>;
  /** Those whom the facts turn red or yellow, from green or from nothing known, or who leave green. */
  readonly turned: ReadonlySet<string>;
  /** Those who are red with these facts and were not without them. */
  readonly red: ReadonlySet<string>;
}

/** What `Impacts` needs. */
export interface ImpactsOptions {
  readonly facts: IFactStore;
  readonly rules: () => Rules;
  readonly clock: IClock;
}

/** Weighs facts by the rules before they are stored. */
export class Impacts {
  constructor(private readonly options: ImpactsOptions) {}

  /**
   * Reads only the people about whom there is a fact that can do harm.
   * @throws StoreUnavailableError
   */
  async of(facts: readonly Fact[]): Promise<Impact> {
    const rules = this.options.rules();
    // As far ahead as a record may lie, so that one dated minutes ahead is weighed like any other.
    const atMs = this.options.clock.now() + CLOCK_SKEW_SECONDS * 1000;
    const colourOf = (known: readonly Fact[]) => decide(known, rules, atMs).colour;
    const people = new Set(facts.map(({ personKey }) => personKey));
    const harmed = new Set(
      facts.filter((fact) => isAdverse(fact, rules, atMs)).map(({ personKey }) => personKey),
    );
    const [turned, red] = [new Set<string>(), new Set<string>()];
    await forEachAtOnce([...harmed], CALLS_AT_ONCE, async (personKey) => {
      const own = facts.filter((fact) => fact.personKey === personKey);
      const change = changeOf(await this.options.facts.factsOf(personKey), own, colourOf);
      if (change.isWorse) turned.add(personKey);
      if (change.turnsRed) red.add(personKey);
    });
    return { people, turned, red };
  }
}

function changeOf(
  known: readonly Fact[],
  added: readonly Fact[],
  colourOf: (facts: readonly Fact[]) => Colour,
) {
  const keys = new Set(added.map(factSortKey));
  const others = known.filter((fact) => !keys.has(factSortKey(fact)));
  const [before, after] = [colourOf(known), colourOf([...others, ...added])];
  return {
    // Somebody of whom nothing was known is stopped at a gate like anybody else who turns red.
    isWorse: RANK[after] > RANK[before],
    // Without the facts themselves: one that was stored before its sender heard of it comes again.
    turnsRed: after === 'red' && colourOf(others) !== 'red',
  };
}

/**
 * Whether a fact can make a colour worse. Negative tests, vaccinations, exemptions and releases only
 * help; of the others most stays are outside every risk area, which the rules tell from the stay alone.
 */
export function isAdverse(fact: Fact, rules: Rules, atMs: number): boolean {
  switch (fact.kind) {
    case 'correction':
      return true;
    case 'nucleic-acid-test':
      return fact.body.result !== 'negative';
    case 'order':
    case 'visit':
      return HARM.has(decide([fact], rules, atMs).colour);
    default:
      return false;
  }
}

/** Unknown is worse than green; whoever is yellow was stopped before, and red only confirms it. */
const RANK: Readonly<Record<Colour, number>> = { green: 0, unknown: 1, yellow: 2, red: 2 };

const HARM: ReadonlySet<Colour> = new Set<Colour>(['red', 'yellow']);
