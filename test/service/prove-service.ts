import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Runs of each property, where the environment does not say. */
const RUNS = 10_000;

/** For one test; the longest takes 8 minutes on two shared cores. */
const TEST_TIMEOUT_MS = 30 * 60_000;

const TEST = path.resolve(__dirname, '..');
const JEST = path.resolve(TEST, '../node_modules/.bin/jest');

const runs = process.env.KAPOK_PROVE_RUNS ?? String(RUNS);
const files = readdirSync(TEST, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => /fixtures\/runs'/.test(readFileSync(path.join(TEST, file), 'utf8')))
  .sort();

let failed = 0;
for (const file of files) {
  const beganMs = Date.now();
  const { status } = spawnSync(
    JEST,
    [`--testTimeout=${TEST_TIMEOUT_MS}`, '--runTestsByPath', path.join(TEST, file)],
    { env: { ...process.env, KAPOK_PROVE_RUNS: runs }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const seconds = ((Date.now() - beganMs) / 1000).toFixed(1);
  console.log(`${status === 0 ? 'holds' : 'FAILS'}: ${file}, ${runs} runs (${seconds} s)`);
  if (status !== 0) failed += 1;
}
console.log(`${files.length - failed} of ${files.length} files hold`);
process.exitCode = failed === 0 ? 0 : 1;
