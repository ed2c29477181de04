import { type Cost, compare, instanceRate, median, microseconds, perSecond } from './arithmetic';
import { type BenchPart, type BenchRow, demanded } from './bench-row';
import type { CostRounds } from './cost-rounds';

/** Of the limit that Node sets. */
export const CACHED_SHARE = 0.7;

/** Of a bare loop of queries. */
export const UNCACHED_SHARE = 0.8;

/** Of an uncached code. */
export const REFUSAL_SHARE = 0.1;

/** Cores of the instances of the plan: c8g.large and c7g.large have two. */
const CORES = 2;

/** For health, metrics, collecting garbage at a fuller heap, and the kernel's own work: a fifth. */
const HEADROOM = 0.2;

/** What codes and refusals cost. */
export function costPart(rounds: CostRounds): BenchPart {
  const codeSec = median(rounds.firstSight.map(microseconds)) / 1e6;
  const rate = instanceRate({ codeSec, cores: CORES, headroom: HEADROOM });
  return {
    title: 'one core, side by side',
    rows: [
      ...plainRows(rounds),
      ...ratioRows(rounds),
      { name: 'requestsPerSecondPerInstance', figure: String(rate) },
    ],
    notes: [
      `requestsPerSecondPerInstance = ${CORES} cores x (1 - ${HEADROOM}) / ` +
        `${(codeSec * 1e6).toFixed(0)} us for a first uncached code, rounded down to tens`,
      'it was measured on this machine: an instance of another kind has to be measured itself',
    ],
    measured: { ...rounds, requestsPerSecondPerInstance: rate },
  };
}

const NAMES: Readonly<Record<keyof CostRounds, string>> = {
  limit: 'bare node:http, ready bytes',
  cached: 'cached code',
  refusal: 'refusal',
  queries: "query, the service's client",
  sdk: 'query, default client',
  sdkAgain: 'query, default client, again',
  known: 'uncached code, known token',
  firstSight: 'uncached code, new token',
};

function plainRows(rounds: CostRounds): BenchRow[] {
  return Object.entries(NAMES).map(([key, name]) => {
    const costs: readonly Cost[] = rounds[key as keyof CostRounds];
    const each = median(costs.map(microseconds)).toFixed(0);
    const busy = median(costs.map(({ cpuSec, wallSec }) => cpuSec / wallSec));
    const rate = median(costs.map(perSecond)).toFixed(0);
    return { name, figure: `${each} us CPU, ${rate}/s at ${(busy * 100).toFixed(0)} % of a core` };
  });
}

function ratioRows(rounds: CostRounds): BenchRow[] {
  const { cached, limit, firstSight, known, sdk, sdkAgain, queries, refusal } = rounds;
  const refusalShare = 1 / compare(refusal, firstSight).cpuRatio;
  return [
    atLeast('cached code / limit', cached, limit, CACHED_SHARE),
    atLeast('uncached, known token / query', known, sdkAgain, UNCACHED_SHARE),
    atLeast('uncached, new token / query', firstSight, sdk, UNCACHED_SHARE),
    { name: "uncached, new token / the service's own query", figure: text(firstSight, queries) },
    demanded(
      'refusal / uncached code, CPU',
      refusalShare.toFixed(3),
      `<= ${REFUSAL_SHARE}`,
      refusalShare <= REFUSAL_SHARE,
    ),
  ];
}

function atLeast(
  name: string,
  ours: readonly Cost[],
  limits: readonly Cost[],
  share: number,
): BenchRow {
  const { cpuRatio, throughputRatio } = compare(ours, limits);
  const holds = cpuRatio >= share && throughputRatio >= share;
  return demanded(name, text(ours, limits), `>= ${share.toFixed(2)}`, holds);
}

function text(ours: readonly Cost[], limits: readonly Cost[]): string {
  const { cpuRatio, throughputRatio } = compare(ours, limits);
  return `${cpuRatio.toFixed(2)} by CPU, ${throughputRatio.toFixed(2)} by throughput`;
}
