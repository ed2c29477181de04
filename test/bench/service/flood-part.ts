import { median } from './arithmetic';
import { type BenchPart, demanded } from './bench-row';
import { AT_ONCE, STANDING } from './cost-rounds';
import type { OpenLoad, Stream, Tally } from './load-protocol';
import { BENCH_CHANNELS, type Load, type Workbench } from './workbench';

/** What every channel offers, of its share. */
const USUAL = 0.8;

/** What one channel offers then, of its share. */
const FLOOD = 10;

/** Arrivals are Poisson: of 3,000 there are 5 % more than on average once in 300 rounds. */
const CHANCE = 1.05;

/** Chance refusals at 80 % of what can be done. */
const LOSS_SHARE = 0.01;

const P99_GROWTH = 0.2;

interface Round {
  readonly lossShare: number;
  readonly p99Ms: number;
  readonly flooderServed: number;
}

/** One channel offers ten times its share; the others must not feel it. */
export async function floodPart(bench: Workbench, load: Load): Promise<BenchPart> {
  const { process, port } = await bench.measured('service', { clockRuns: true });
  const { people, uncachedPerRound: requests, floodRounds, floodSeconds } = bench.scale;
  const closed = {
    type: 'closed',
    insists: true,
    port,
    connections: AT_ONCE,
    question: 'code',
  } as const;
  await load.tell({ ...closed, from: people - requests, requests });
  const { seconds } = await load.tell({ ...closed, from: people - 2 * requests, requests });
  const capacity = requests / seconds;
  const share = capacity / BENCH_CHANNELS.length;
  const run = async (round: number, times: number) => {
    const told: OpenLoad = {
      ...{ type: 'open', port, seconds: floodSeconds, connections: STANDING },
      ...{ attempts: 1, retryMs: 0, timeoutMs: 5_000 },
      // Other people in every round, so that nobody's code is held; only who floods comes round again.
      from: Math.ceil(round * share * USUAL * floodSeconds * CHANCE),
      streams: BENCH_CHANNELS.map((channel, at) => streamOf(channel, share, at ? USUAL : times)),
    };
    return roundOf((await load.tell(told)).tallies);
  };
  // First all that are calm: a flood uses its channel's people up.
  const calm: Round[] = [];
  const flooded: Round[] = [];
  for (let round = 0; round < floodRounds; round += 1) calm.push(await run(round, USUAL));
  for (let round = 0; round < floodRounds; round += 1) {
    flooded.push(await run(floodRounds + round, FLOOD));
  }
  process.close();
  return partOf(capacity, calm, flooded);
}

function streamOf(channel: string, share: number, times: number): Stream {
  return { name: channel, channel, question: 'code', ratePerSecond: share * times };
}

function roundOf([flooder, ...others]: readonly Tally[]): Round {
  const sum = (pick: (tally: Tally) => number) => others.reduce((all, one) => all + pick(one), 0);
  return {
    lossShare: 1 - sum(({ served }) => served) / sum(({ arrivals }) => arrivals),
    p99Ms: median(others.map(({ p99Ms }) => p99Ms)),
    flooderServed: (flooder?.served ?? 0) / (flooder?.arrivals ?? 1),
  };
}

function partOf(capacity: number, calm: readonly Round[], flooded: readonly Round[]): BenchPart {
  const of = (rounds: readonly Round[], pick: keyof Round) =>
    median(rounds.map((round) => round[pick]));
  const [lossBefore, loss] = [of(calm, 'lossShare'), of(flooded, 'lossShare')];
  const [before, after] = [of(calm, 'p99Ms'), of(flooded, 'p99Ms')];
  const growth = after / before - 1;
  return {
    title: `one of ${BENCH_CHANNELS.length} channels offers ${FLOOD} x its share`,
    rows: [
      demanded(
        'the others lose',
        `${(loss * 100).toFixed(2)} %, without the flood ${(lossBefore * 100).toFixed(2)} %`,
        `< ${LOSS_SHARE * 100} %`,
        loss < LOSS_SHARE,
      ),
      demanded(
        'p99 of the others',
        `${before.toFixed(1)} ms, then ${after.toFixed(1)} ms: ${(growth * 100).toFixed(0)} %`,
        `< ${P99_GROWTH * 100} %`,
        growth < P99_GROWTH,
      ),
      {
        name: 'the one that floods is served',
        figure: `${(of(flooded, 'flooderServed') * 100).toFixed(0)} % of what it asks`,
      },
    ],
    notes: [
      `capacity: ${capacity.toFixed(0)} first codes a second; the others offer ${USUAL} of their shares`,
    ],
    measured: { capacity, calm, flooded },
  };
}
