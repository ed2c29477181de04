import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Limiter } from '../../../service/admission';
import { NoAdmission } from './no-admission';
import { crowd, type Patience } from './simulated-crowd';
import { type Costs, SimulatedServer } from './simulated-server';

const seeded = (seed: number) => {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
};
const NAIVE: Patience = { timeoutMs: 1000, attempts: 1, pauseMs: 100 };
test.each([[120, 1], [120, 10], [200, 1], [200, 10], [230, 1], [230, 10]])('flood %d x%d', (rate, times) => {
  const random = seeded(7);
  const costs: Costs = { refuse: 0.05, before: 0.45, after: 0.5, store: () => 3 + 4 * random() };
  const server = new SimulatedServer(costs, new NoAdmission());
  server.admission = new Limiter({ channels: ['a', 'b', 'c', 'd'], now: () => server.nowMs, random, queueDelay: server.delay });
  const t = ['a', 'b', 'c', 'd'].map((channel) => {
    const of = { priority: 'show-code', channel } as const;
    crowd(server, { ...of, perSecond: rate, fromMs: 0, untilMs: 10_000 }, NAIVE, random);
    return crowd(server, { ...of, perSecond: channel === 'a' && times > 1 ? 2500 : rate, fromMs: 10_000, untilMs: 30_000 }, NAIVE, random);
  });
  const log: string[] = [];
  const lim = (server.admission as any).limit;
  for (let s = 0; s < 30_000; s += 1000) server.at(s+500, () => log.push(`${lim.estimate.toFixed(0)}/${lim.leanEstimate.toFixed(0)}/b${lim.baselines.of(0)?.toFixed(1)}/m${lim.lastMeanMs.toFixed(1)}/i${server.admission.state.inFlight}`));
  server.run(31_000); console.log('p99 trace', log.join(' '));
  console.log(rate, times, t.map((x) => `${x.asked}/${x.served} p99 ${x.p99.toFixed(1)} p50 ${x.latencies.sort((p, q) => p - q)[x.served >> 1]!.toFixed(1)}`).join(' | '), JSON.stringify(server.admission.state));
});
