import { type Cost, codesBound, costBetween, recoveredAt } from './arithmetic';
import { type BenchPart, type BenchRow, demanded } from './bench-row';
import { AT_ONCE, STANDING } from './cost-rounds';
import type { LoadReport, OpenLoad, Question, Stream, Tally } from './load-protocol';
import type { MeasuredKind } from './measured-protocol';
import type { Load, Measured, Workbench } from './workbench';

/** What is asked for: half of it codes, as at a gate, and everything else that a page asks beside. */
const MIX: readonly (readonly [Question, number])[] = [
  ['code', 0.55],
  ['refresh', 0.1],
  ['tests', 0.15],
  ['vaccinations', 0.1],
  ['health', 0.1],
];

/** Of what can be done: what is offered before and after, and in all during the overload. */
const USUAL = 0.5;
const OFFERED = 3;

/** Naive: at once, whatever `retry-after` says, and no longer than a person looks at a blank page. */
const RETRIES = { attempts: 3, retryMs: 0, timeoutMs: 1_000 } as const;

const GOODPUT_SHARE = 0.9;
const P99_MS = 100;
const RECOVERY_SEC = 5;

/** Everybody counts as served again when so many are: a Poisson second may have a hiccup. */
const RECOVERED_SHARE = 0.98;

/** What was measured before the overload. */
interface Prices {
  /** First codes in a second of the wall clock. */
  readonly capacity: number;
  /** Processor time of one. */
  readonly codeSec: number;
  /** The same for one out of memory. */
  readonly copySec: number;
  readonly refusalSec: number;
}

interface Run extends Prices {
  readonly report: LoadReport;
  readonly availableSec: number;
  readonly usedSec: number;
}

/** Offers three times what can be done, to the service and to the same without admission. */
export async function overloadPart(bench: Workbench, load: Load): Promise<BenchPart> {
  const prices = { ...(await refusalPrice(bench, load)), ...(await codePrice(bench, load)) };
  const limited = await run(bench, load, 'service', prices);
  const unlimited = await run(bench, load, 'unlimited', prices);
  return {
    title: `${OFFERED} x capacity for ${bench.scale.overloadSeconds} s`,
    rows: [...rowsFor(bench, limited), ...collapseRows(bench, limited, unlimited)],
    notes: notesFor(bench, limited),
    measured: { limited, unlimited },
  };
}

async function run(bench: Workbench, load: Load, kind: MeasuredKind, prices: Prices): Promise<Run> {
  const { process, port } = await warmServer(bench, load, kind);
  const { calmSeconds, overloadSeconds } = bench.scale;
  const seconds = overloadSeconds + 2 * calmSeconds;
  const reading = () => process.tell({ type: 'usage', collect: false });
  const told: OpenLoad = {
    ...{ type: 'open', port, seconds, connections: STANDING, ...RETRIES },
    from: 0,
    streams: streamsOf(prices.capacity, bench),
  };
  const done = load.tell(told);
  await pause(calmSeconds + 1);
  const before = await reading();
  await pause(overloadSeconds);
  const after = await reading();
  const report = await done;
  process.close();
  const waited = after.waitedSec - before.waitedSec;
  const { wallSec, cpuSec } = costBetween(before, after, 1);
  const times = { availableSec: Math.max(cpuSec, wallSec - waited), usedSec: cpuSec };
  return { report, ...prices, ...times };
}

function streamsOf(capacity: number, { scale }: Workbench): Stream[] {
  const { calmSeconds, overloadSeconds } = scale;
  const during = { fromSec: calmSeconds, untilSec: calmSeconds + overloadSeconds };
  return MIX.flatMap(([question, share]) => [
    { name: `${question}, usual`, question, ratePerSecond: capacity * USUAL * share },
    {
      ...{ name: question, question, ...during },
      ratePerSecond: capacity * (OFFERED - USUAL) * share,
    },
  ]);
}

async function refusalPrice(bench: Workbench, load: Load) {
  const { refusalsPerRound: requests } = bench.scale;
  const { process, port } = await bench.measured('refusing');
  const asking = { process, port, insists: false, requests };
  await ask(load, { ...asking, from: 0 });
  const { cpuSec } = await ask(load, { ...asking, from: requests });
  process.close();
  return { refusalSec: cpuSec / requests };
}

/** What one process can do of codes that are asked for the first time, and of the same again. */
async function codePrice(bench: Workbench, load: Load) {
  const { uncachedPerRound: requests, people } = bench.scale;
  const server = await warmServer(bench, load, 'service', false);
  const asking = { ...server, insists: true, requests };
  const code = await ask(load, { ...asking, from: people - 2 * requests });
  await ask(load, { ...asking, from: people - requests });
  const copy = await ask(load, { ...asking, from: people - 2 * requests });
  server.process.close();
  const [codeSec, copySec] = [code.cpuSec / requests, copy.cpuSec / requests];
  return { capacity: requests / code.wallSec, codeSec, copySec };
}

interface Asking {
  readonly process: Measured;
  readonly port: number;
  readonly from: number;
  readonly requests: number;
  readonly insists: boolean;
}

async function ask(load: Load, { process, ...shared }: Asking): Promise<Cost> {
  const before = await process.tell({ type: 'usage', collect: true });
  await load.tell({ ...{ type: 'closed', connections: AT_ONCE, question: 'code' }, ...shared });
  const after = await process.tell({ type: 'usage', collect: false });
  return costBetween(before, after, shared.requests);
}

/** Compiled, by people whom the overload does not bring. */
async function warmServer(bench: Workbench, load: Load, kind: MeasuredKind, clockRuns = true) {
  const { uncachedPerRound: requests, people } = bench.scale;
  const server = await bench.measured(kind, { clockRuns });
  await ask(load, { ...server, from: people - 3 * requests, requests, insists: true });
  return server;
}

/** What streams of one question met from second to second, together. */
function together(tallies: readonly Tally[], question: Question) {
  const of = tallies.filter(({ name }) => name.split(',')[0] === question);
  const sum = (pick: 'arrivedBySecond' | 'servedBySecond') => {
    const length = Math.max(...of.map((tally) => tally[pick].length));
    return Array.from({ length }, (_, at) =>
      of.reduce((all, one) => all + (one[pick][at] ?? 0), 0),
    );
  };
  return {
    arrivedBySecond: sum('arrivedBySecond'),
    servedBySecond: sum('servedBySecond'),
    p99Ms: Math.max(...of.map(({ p99Ms }) => p99Ms)),
  };
}

function during({ scale }: Workbench, counts: readonly number[]): number {
  const { calmSeconds, overloadSeconds } = scale;
  return total(counts.slice(calmSeconds, calmSeconds + overloadSeconds));
}

function total(counts: readonly number[]): number {
  return counts.reduce((all, one) => all + one, 0);
}

function served(bench: Workbench, { report }: Run, question: Question): number {
  return during(bench, together(report.tallies, question).servedBySecond);
}

function servedShare(bench: Workbench, { report }: Run, question: Question): number {
  const { arrivedBySecond, servedBySecond } = together(report.tallies, question);
  return during(bench, servedBySecond) / during(bench, arrivedBySecond);
}

function boundOf(bench: Workbench, { report, ...run }: Run) {
  const sum = (pick: 'refusedBySecond' | 'copiedBySecond') =>
    total(report.tallies.map((tally) => during(bench, tally[pick])));
  const [refusals, copies] = [sum('refusedBySecond'), sum('copiedBySecond')];
  return { refusals, copies, codes: codesBound({ ...run, refusals, copies }) };
}

function rowsFor(bench: Workbench, limited: Run): BenchRow[] {
  const { codes } = boundOf(bench, limited);
  const goodput = served(bench, limited, 'code') / codes;
  const p99 = limited.report.p99Ms;
  const shares = MIX.map(([question]) => servedShare(bench, limited, question));
  const [code = 0, , tests = 0, vaccinations = 0] = shares;
  const panels = Math.max(tests, vaccinations);
  const recovery = recoveryOf(bench, limited);
  const text = MIX.map(([name], at) => `${name} ${((shares[at] ?? 0) * 100).toFixed(1)} %`);
  return [
    demanded(
      'codes shown / bound',
      goodput.toFixed(3),
      `>= ${GOODPUT_SHARE}`,
      goodput >= GOODPUT_SHARE,
    ),
    demanded('p99 of what was admitted', `${p99.toFixed(0)} ms`, `< ${P99_MS} ms`, p99 < P99_MS),
    demanded('served of those who came', text.join(', '), 'panels first', panels < 0.1 * code),
    demanded(
      'codes shown to everybody again after',
      recovery === undefined ? 'never' : `${recovery} s`,
      `< ${RECOVERY_SEC} s`,
      recovery !== undefined && recovery < RECOVERY_SEC,
    ),
  ];
}

function recoveryOf({ scale }: Workbench, { report }: Run): number | undefined {
  const endSec = scale.calmSeconds + scale.overloadSeconds;
  const at = recoveredAt(together(report.tallies, 'code'), endSec, RECOVERED_SHARE);
  return at === undefined ? undefined : at - endSec;
}

function collapseRows(bench: Workbench, limited: Run, unlimited: Run): BenchRow[] {
  const share = served(bench, unlimited, 'code') / served(bench, limited, 'code');
  const { p99Ms } = together(unlimited.report.tallies, 'code');
  const recovery = recoveryOf(bench, unlimited);
  return [
    demanded(
      'without admission: codes shown, against with it',
      `${(share * 100).toFixed(1)} %`,
      'collapses',
      share < 0.5,
    ),
    { name: 'without admission: p99 of codes', figure: `${p99Ms.toFixed(0)} ms` },
    {
      name: 'without admission: codes shown to everybody again after',
      figure: recovery === undefined ? 'not within the run' : `${recovery} s`,
    },
  ];
}

function notesFor(bench: Workbench, limited: Run): string[] {
  const { codeSec, copySec, refusalSec, availableSec, usedSec, capacity, report } = limited;
  const { refusals, copies, codes } = boundOf(bench, limited);
  const us = (seconds: number) => `${(seconds * 1e6).toFixed(1)} us`;
  return [
    `capacity: ${capacity.toFixed(0)} first codes a second; offered: ${(OFFERED * capacity).toFixed(0)}, ` +
      `attempts with retries: ${(total(report.tallies.map(({ attempts }) => attempts)) / report.seconds).toFixed(0)} a second over all`,
    `bound = ${copies} copies + (${availableSec.toFixed(1)} s of the thread - ${refusals} refusals x ${us(refusalSec)} ` +
      `- copies x ${us(copySec)}) / ${us(codeSec)} = ${codes.toFixed(0)} codes in ${bench.scale.overloadSeconds} s`,
    `the process used ${usedSec.toFixed(1)} s of them`,
  ];
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
