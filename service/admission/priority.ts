/**
 * What a request is worth when there is too much to do, the most important first: people stand at a
 * gate for the first, nobody waits for the last.
 */
export const PRIORITIES = [
  'show-code',
  'verify',
  'refresh',
  'ingest',
  'test-panel',
  'vaccination-panel',
  'rest',
] as const;

/** One of `PRIORITIES`. */
export type Priority = (typeof PRIORITIES)[number];

/**
 * Share of a limit up to which a priority may fill it; what is above belongs to those before it.
 * Verifying and refreshing are as short as showing, so 5 % apart is enough to put them in order;
 * panels lose 10 % each because they are what is given up first.
 */
export const CEILINGS: Readonly<Record<Priority, number>> = {
  'show-code': 1,
  verify: 0.95,
  refresh: 0.9,
  ingest: 0.85,
  'test-panel': 0.7,
  'vaccination-panel': 0.6,
  rest: 0.5,
};
