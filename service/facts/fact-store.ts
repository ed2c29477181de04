import type { Fact } from './fact';

/**
 * What became of a fact: `stored` now, `known` because it was there, or `conflict`: it is there now,
 * and so is something else that the source sent under the same number.
 */
export type AppendOutcome = 'stored' | 'known' | 'conflict';

/** Where facts are kept: append-only, and single items only, so that regions cannot conflict. */
export interface IFactStore {
  /**
   * Stores a fact beside all others; repeating it changes nothing. A contradiction is kept too, so
   * that what a region holds does not depend on the order or the region in which facts came; of two
   * that race, at least one is told.
   * @throws StoreUnavailableError when it is not known to be stored
   */
  append(fact: Fact): Promise<AppendOutcome>;
  /**
   * All facts of a person that this region knows, in no particular order.
   * @throws StoreUnavailableError
   */
  factsOf(personKey: string): Promise<Fact[]>;
}
