import { parseArgs } from 'node:util';
import { type BenchPart, tableOf } from './bench-row';
import { FULL, QUICK } from './bench-scale';
import { costPart } from './cost-part';
import { CostBench } from './cost-rounds';
import { floodPart } from './flood-part';
import { memoryPart } from './memory-part';
import { overloadPart } from './overload-part';
import { Workbench } from './workbench';

/**
 * Measures what the citizen fleet does on this machine, against what could be done at best, and says
 * which of its targets hold. Everything that is compared is measured in the same run, in turns.
 */

const PARTS = ['cost', 'overload', 'flood'] as const;

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    part: { type: 'string', multiple: true, default: [...PARTS] },
  },
});

async function main(): Promise<void> {
  const scale = values.quick ? QUICK : FULL;
  const bench = await Workbench.open(scale);
  const parts: BenchPart[] = [];
  try {
    const load = await bench.load();
    const add = (part: BenchPart) => {
      parts.push(part);
      if (!values.json) console.log(`${tableOf(part)}\n`);
    };
    if (values.part.includes('cost')) {
      const costs = await CostBench.open(bench, load);
      add(costPart(await costs.run()));
      add(await memoryPart(bench, load, costs.served));
      costs.served.process.close();
    }
    if (values.part.includes('overload')) add(await overloadPart(bench, load));
    if (values.part.includes('flood')) add(await floodPart(bench, load));
  } finally {
    bench.close();
  }
  if (values.json) console.log(JSON.stringify({ scale, parts }));
  const failed = parts.some(({ rows }) => rows.some(({ holds }) => holds === false));
  process.exitCode = failed && !values.quick ? 1 : 0;
}

void main();
