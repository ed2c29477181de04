import * as fc from 'fast-check';
import { channelToken } from '../fixtures/callers';
import type { ManualClock } from '../fixtures/manual-clock';
import { ID_NUMBER, residentIds } from '../fixtures/people';
import type { Chance } from './chance';

/** Somebody whose number and name must be seen nowhere. */
export interface FuzzPerson {
  readonly idNumber: string;
  readonly name: string;
}

/** Characters that no text of the service holds, so that two of them are a name that got out. */
export const RARE_CHARACTERS = '龘靐齉爩鱻麤灪龖厵滟';

const PEOPLE = 60;

/** A token is asked for anew this long before it expires. */
const SPARE_SECONDS = 120;

/** Seconds that a channel's token lives at most. */
const LIFE_SECONDS = 900;

const CHANNELS = ['suikang', 'yueshengshi'] as const;

/** The people of a run, with tokens for each of them. */
export class FuzzPeople {
  readonly all: readonly FuzzPerson[];
  private readonly tokens = new Map<string, { readonly text: string; readonly endsMs: number }>();

  constructor(
    private readonly chance: Chance,
    private readonly clock: ManualClock,
    seed: number,
  ) {
    const numbers = fc.sample(residentIds, { numRuns: PEOPLE, seed });
    this.all = [ID_NUMBER, ...numbers].map((idNumber, at) => ({ idNumber, name: nameOf(at) }));
  }

  /** One of them; a few come often, so that they have histories. */
  person(): FuzzPerson {
    const { all, chance } = this;
    return chance.happens(0.5) ? chance.pick(all.slice(0, 8)) : chance.pick(all);
  }

  /** The one who has others in their family. */
  guardian(): FuzzPerson {
    return this.all[0] as FuzzPerson;
  }

  /** One of the channels. */
  channel(): 'suikang' | 'yueshengshi' {
    return this.chance.pick(CHANNELS);
  }

  /** A token that holds. */
  async token(
    scope: string,
    channel: 'suikang' | 'yueshengshi',
    person = this.person(),
  ): Promise<string> {
    const key = `${scope} ${channel} ${person.idNumber}`;
    const known = this.tokens.get(key);
    const atMs = this.clock.now();
    if (known !== undefined && known.endsMs > atMs) return known.text;
    const sub =
      scope === 'citizen' ? `10:${person.idNumber}` : `${scope}-${person.name.codePointAt(0)}`;
    const text = await channelToken({ scope, channel, sub, name: person.name, atMs });
    this.tokens.set(key, { text, endsMs: atMs + (LIFE_SECONDS - SPARE_SECONDS) * 1000 });
    return text;
  }
}

function nameOf(at: number): string {
  const character = (step: number) => RARE_CHARACTERS[step % RARE_CHARACTERS.length] as string;
  return character(at) + character(at * 3 + 1) + character(at * 7 + 2);
}
