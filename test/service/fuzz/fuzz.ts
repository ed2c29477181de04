import { runFuzz } from './fuzz-run';
import { startTarget } from './target';

/** Seed of the run where none is given. */
const SEED = 20_220_110;

/** Findings that are printed. */
const PRINTED = 5;

/** `fuzz.ts <requests> [seed]`: a failure of any kind ends the process with another code than 0. */
async function main([requests = '2000', seed = String(SEED)]: readonly string[]): Promise<void> {
  const unhandled: string[] = [];
  process.on('unhandledRejection', (error) => {
    unhandled.push(String((error as Error)?.stack ?? error));
  });
  const beganMs = Date.now();
  const target = await startTarget(Number(seed));
  const tally = await runFuzz(target, Number(requests));
  await target.close();
  const notServed = [...tally.routes].filter(([, { served }]) => served === 0);
  const { sent, garbage, answers, heap } = tally;
  const problems = [...target.findings, ...unhandled.map((error) => `unhandled: ${error}`)];
  if (!heap.reading.bounded) problems.push(`the heap grows: ${JSON.stringify(heap.reading)}`);
  console.log(
    JSON.stringify({
      ...{ requests: sent, garbage, seed: Number(seed), seconds: (Date.now() - beganMs) / 1000 },
      answers: Object.fromEntries([...answers].sort()),
      routes: Object.fromEntries(tally.routes),
      notServed: notServed.map(([route]) => route),
      heap: heap.reading,
      problems: problems.slice(0, PRINTED),
    }),
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
