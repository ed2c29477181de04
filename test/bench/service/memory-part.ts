import { slope } from './arithmetic';
import { type BenchPart, demanded } from './bench-row';
import { AT_ONCE } from './cost-rounds';
import type { Load, Measured, Workbench } from './workbench';

/** How much the heap may grow over all requests, as a share: what a fit over ten readings tells apart. */
export const GROWTH_SHARE = 0.05;

/** Between readings: copies grow older, are renewed and made anew, as in life. */
const ADVANCE_SECONDS = 6;

/** Share of requests that ask for a new answer. */
const REFRESH_SHARE = 0.02;

/** Asks a process that holds everybody's copy for very many codes and watches its memory. */
export async function memoryPart(
  { scale }: Workbench,
  load: Load,
  { process, port }: { readonly process: Measured; readonly port: number },
): Promise<BenchPart> {
  const { memoryRequests, memoryReadings, people } = scale;
  const perReading = memoryRequests / memoryReadings;
  const readings: { requests: number; heapMb: number; rssMb: number }[] = [];
  for (let reading = 0; reading <= memoryReadings; reading += 1) {
    const { heapMb, rssMb } = await process.tell({ type: 'usage', collect: true });
    readings.push({ requests: reading * perReading, heapMb, rssMb });
    if (reading === memoryReadings) break;
    await process.tell({ type: 'advance', seconds: ADVANCE_SECONDS });
    const refreshes = Math.ceil(perReading * REFRESH_SHARE);
    const from = (reading * refreshes) % people;
    const shared = { type: 'closed', port, connections: AT_ONCE, insists: true } as const;
    await load.tell({ ...shared, question: 'refresh', from, requests: refreshes });
    await load.tell({ ...shared, question: 'code', from: 0, requests: perReading - refreshes });
  }
  return partOf(readings);
}

function partOf(
  readings: readonly { requests: number; heapMb: number; rssMb: number }[],
): BenchPart {
  // What the first requests of a new kind leave behind is there once.
  const steady = readings.slice(Math.ceil(readings.length / 4));
  const spanOf = (pick: 'heapMb' | 'rssMb') => {
    const [first, last] = [steady[0], steady.at(-1)];
    const span = (last?.requests ?? 0) - (first?.requests ?? 0);
    return slope(steady.map((one) => [one.requests, one[pick]])) * span;
  };
  const heap = spanOf('heapMb');
  const share = heap / (steady[0]?.heapMb ?? 1);
  const text = (pick: 'heapMb' | 'rssMb') => readings.map((one) => one[pick].toFixed(0)).join(' ');
  return {
    title: `memory over ${readings.at(-1)?.requests} requests`,
    rows: [
      demanded(
        'growth of the heap (fitted line)',
        `${heap.toFixed(1)} MB, ${(share * 100).toFixed(1)} %`,
        `<= ${GROWTH_SHARE * 100} %`,
        share <= GROWTH_SHARE,
      ),
      { name: 'growth of the process', figure: `${spanOf('rssMb').toFixed(1)} MB` },
    ],
    notes: [`heap, MB: ${text('heapMb')}`, `process, MB: ${text('rssMb')}`],
    measured: { readings, heapGrowthMb: heap, rssGrowthMb: spanOf('rssMb') },
  };
}
