import type { Fact } from './fact';

/**
 * What became of a fact: `stored` now, `known` because the same was there, or `conflict` because
 * something else was there under its key.
 */
export type AppendOutcome = 'stored' | 'known' | 'conflict';

/** Where facts are kept: append-only, and single items only, so that regions cannot conflict. */
export interface IFactStore {
  /**
   * Stores a fact unless its key is taken; repeating it changes nothing.
   * @throws StoreUnavailableError when it is not known to be stored
   */
  append(fact: Fact): Promise<AppendOutcome>;
  /**
   * All facts of a person that this region knows, in no particular order.
   * @throws StoreUnavailableError
   */
  factsOf(personKey: string): Promise<Fact[]>;
}
