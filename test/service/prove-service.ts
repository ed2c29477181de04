import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FUZZ_COMMAND } from './fuzz/fuzz-command';

/** Runs of each property, where the environment does not say. */
const RUNS = 10_000;

/** For one test; the longest takes 8 minutes on two shared cores. */
const TEST_TIMEOUT_MS = 30 * 60_000;

/** Requests of the fuzz, where the environment does not say. */
const REQUESTS = 100_000;

const TEST = path.resolve(__dirname, '..');
const JEST = path.resolve(TEST, '../node_modules/.bin/jest');

const runs = process.env.KAPOK_PROVE_RUNS ?? String(RUNS);
const requests = process.env.KAPOK_PROVE_REQUESTS ?? String(REQUESTS);
/** `npm run prove:service -- <part of a name>` proves only what has it in its name. */
const wanted = process.argv[2] ?? '';
const files = readdirSync(TEST, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.ts'))
  .filter((file) => file.includes(wanted))
  .filter((file) => /fixtures\/runs'/.test(readFileSync(path.join(TEST, file), 'utf8')))
  .sort();

const proofs: { readonly name: string; readonly isHeld: () => boolean }[] = files.map((file) => ({
  name: `${file}, ${runs} runs`,
  isHeld: () => isHeldByTests(file),
}));
if ('fuzz'.includes(wanted)) {
  proofs.push({ name: `fuzz of every route, ${requests} requests`, isHeld: isHeldByFuzz });
}

let failed = 0;
for (const { name, isHeld } of proofs) {
  const beganMs = Date.now();
  const holds = isHeld();
  const seconds = ((Date.now() - beganMs) / 1000).toFixed(1);
  console.log(`${holds ? 'holds' : 'FAILS'}: ${name} (${seconds} s)`);
  if (!holds) failed += 1;
}
console.log(`${proofs.length - failed} of ${proofs.length} hold`);
process.exitCode = failed === 0 ? 0 : 1;

function isHeldByTests(file: string): boolean {
  const { status } = spawnSync(
    JEST,
    [`--testTimeout=${TEST_TIMEOUT_MS}`, '--runTestsByPath', path.join(TEST, file)],
    { env: { ...process.env, KAPOK_PROVE_RUNS: runs }, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  return status === 0;
}

/** What it saw is printed: the answers and the memory are part of the proof. */
function isHeldByFuzz(): boolean {
  const [program = '', ...args] = [...FUZZ_COMMAND, requests];
  return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}
