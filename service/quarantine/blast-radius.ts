import type { IClock } from '../clock';
import type { SourceOwner } from '../records/record-kinds';
import type { Impact } from './impact';

/**
 * Fewer people than this may turn at once whatever their share: a household or a small ward
 * is all of its batch, and a mistake among so few is settled by corrections.
 */
export const BREAKER_PEOPLE = 20;

/**
 * Time over which a source's people are counted together: long enough that splitting a batch gains
 * nothing, short enough that yesterday's wave does not stop today's. In it a source turns at most 19
 * people, or its share of all people it reports, per process.
 */
export const BREAKER_WINDOW_SECONDS = 10 * 60;

/**
 * People remembered per source: 8,192 keys of 64 characters with their times are some 1.5 MB. A
 * source that reports more than 819 people a minute is judged by the newest of them.
 */
export const PEOPLE_REMEMBERED = 8_192;

/** What a source did to people lately; the oldest first. */
interface Recent {
  readonly people: Map<string, { readonly atMs: number; readonly turned: boolean }>;
  turned: number;
}

/**
 * The breaker that stops a source from turning a crowd, by mistake or on purpose. It judges a batch
 * together with what the source did in the window before, so that small batches pass no more than a
 * large one, and it counts people once, so that repeating harmless records dilutes nothing.
 */
export class BlastRadius {
  private readonly sources = new Map<string, Recent>();

  constructor(private readonly clock: IClock) {}

  /** Whether the batch must wait for a second person; one that need not is counted. */
  trips({ source, nonGreenShare }: SourceOwner, impact: Impact): boolean {
    const recent = this.recentOf(source);
    const atMs = this.clock.now();
    const people = new Set([...recent.people.keys(), ...impact.people]).size;
    const again = [...impact.turned].filter((person) => recent.people.get(person)?.turned);
    const turned = recent.turned + impact.turned.size - again.length;
    const isWorse = impact.turned.size > 0;
    if (isWorse && turned >= BREAKER_PEOPLE && turned > nonGreenShare * people) return true;
    for (const person of impact.people) {
      const before = this.forget(recent, person);
      const isTurned = impact.turned.has(person) || before?.turned === true;
      recent.people.set(person, { atMs, turned: isTurned });
      if (isTurned) recent.turned += 1;
    }
    return false;
  }

  private recentOf(source: string): Recent {
    const recent = this.sources.get(source) ?? { people: new Map(), turned: 0 };
    this.sources.set(source, recent);
    const sinceMs = this.clock.now() - BREAKER_WINDOW_SECONDS * 1000;
    for (const [person, { atMs }] of recent.people) {
      if (atMs > sinceMs && recent.people.size <= PEOPLE_REMEMBERED) break;
      this.forget(recent, person);
    }
    return recent;
  }

  private forget(recent: Recent, person: string) {
    const before = recent.people.get(person);
    recent.people.delete(person);
    if (before?.turned) recent.turned -= 1;
    return before;
  }
}
