/** How much of everything a run does. */
export interface BenchScale {
  readonly people: number;
  readonly rounds: number;
  /** People who are asked for once in a round of uncached codes. */
  readonly uncachedPerRound: number;
  readonly queriesPerRound: number;
  readonly refusalsPerRound: number;
  readonly cachedSeconds: number;
  readonly warmUp: number;
  /** Requests over which memory is watched, and how often it is read. */
  readonly memoryRequests: number;
  readonly memoryReadings: number;
  readonly overloadSeconds: number;
  readonly calmSeconds: number;
  readonly floodSeconds: number;
  readonly floodRounds: number;
}

/** What the figures are published from. */
export const FULL: BenchScale = {
  people: 100_000,
  rounds: 5,
  uncachedPerRound: 8_000,
  queriesPerRound: 8_000,
  refusalsPerRound: 40_000,
  cachedSeconds: 5,
  warmUp: 4_000,
  memoryRequests: 1_000_000,
  memoryReadings: 10,
  overloadSeconds: 60,
  calmSeconds: 10,
  // 6 rounds of 10 s at 0.8 of 500 a second are 24,000 of a channel's 25,000 people.
  floodSeconds: 10,
  floodRounds: 3,
};

/** Enough to see that everything works; its figures say little. */
export const QUICK: BenchScale = {
  people: 1_200,
  rounds: 1,
  uncachedPerRound: 300,
  queriesPerRound: 300,
  refusalsPerRound: 500,
  cachedSeconds: 0.5,
  warmUp: 100,
  memoryRequests: 2_000,
  memoryReadings: 4,
  overloadSeconds: 2,
  calmSeconds: 2,
  floodSeconds: 2,
  floodRounds: 1,
};
