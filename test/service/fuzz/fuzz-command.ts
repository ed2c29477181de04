import path from 'node:path';

/** Runs the fuzz in a process of its own; the number of requests and a seed go behind it. */
export const FUZZ_COMMAND: readonly string[] = [
  process.execPath,
  '--expose-gc',
  '--import',
  'tsx',
  path.join(__dirname, 'fuzz.ts'),
];
