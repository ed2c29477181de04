import { type FuzzTally, runFuzz } from './fuzz-run';
import { type FuzzTarget, startTarget } from './target';

/** Seed of the run where none is given. */
const SEED = 20_220_110;

/** Problems that are printed. */
const PRINTED = 5;

/** Wall-clock milliseconds for what is under way at the end: a store's call hangs 40 at most. */
const PLACES_PATIENCE_MS = 3_000;

/** `fuzz.ts <requests> [seed]`: a problem of any kind ends the process with another code than 0. */
async function main([requests = '2000', seed = String(SEED)]: readonly string[]): Promise<void> {
  const unhandled: string[] = [];
  process.on('unhandledRejection', (error) => {
    unhandled.push(`unhandled: ${(error as Error)?.stack ?? error}`);
  });
  const beganMs = Date.now();
  const target = await startTarget(Number(seed));
  const tally = await runFuzz(target, Number(requests));
  const held = await placesHeld(target);
  await target.close();
  const problems = [...target.findings, ...unhandled, ...shortcomings(tally)];
  if (held > 0) problems.push(`${held} places are held for ever`);
  const { sent, garbage, answers, routes, heap } = tally;
  console.log(
    JSON.stringify({
      ...{ requests: sent, garbage, seed: Number(seed), seconds: (Date.now() - beganMs) / 1000 },
      answers: Object.fromEntries([...answers].sort()),
      routes: Object.fromEntries(routes),
      heap: heap.tryRead(),
      problems: problems.slice(0, PRINTED),
    }),
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
}

/** Places of requests that are still not given back when all is long over. */
async function placesHeld({ fleets }: FuzzTarget): Promise<number> {
  const held = () => fleets.reduce((sum, { app }) => sum + app.admission.state.inFlight, 0);
  const untilMs = Date.now() + PLACES_PATIENCE_MS;
  while (held() > 0 && Date.now() < untilMs) await new Promise((resolve) => setTimeout(resolve, 5));
  return held();
}

/** What a run did not do, or did to the memory. */
function shortcomings({ routes, heap }: FuzzTally): string[] {
  const never = [...routes].flatMap(([route, { sent, served }]) => {
    if (sent === 0) return `${route} was never asked`;
    return served === 0 ? `${route} never answered with 200` : [];
  });
  const reading = heap.tryRead();
  if (reading === undefined || reading.bounded) return never;
  return [...never, `the heap grows: ${JSON.stringify(reading)}`];
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
