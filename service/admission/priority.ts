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
