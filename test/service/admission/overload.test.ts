import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { type IAdmission, Limiter, type Priority } from '../../../service/admission';
import { NoAdmission } from './no-admission';
import { crowd, type Patience, type Stream, type Tally } from './simulated-crowd';
import { type Costs, SimulatedServer } from './simulated-server';

const seeded = (seed: number) => {
  const generator = xoroshiro128plus(seed);
  return () => uniformFloat64(generator);
};
const CHANNELS = ['a', 'b', 'c', 'd'];
const MIX: [Priority, number][] = [['show-code', 0.55], ['verify', 0.1], ['refresh', 0.1], ['test-panel', 0.15], ['vaccination-panel', 0.1]];
const NAIVE: Patience = { timeoutMs: 1000, attempts: 3, pauseMs: 100 };

function make(limited: boolean) {
  const random = seeded(7);
  const costs: Costs = { refuse: 0.05, before: 0.45, after: 0.5, store: () => 3 + 4 * random() };
  const server = new SimulatedServer(costs, new NoAdmission());
  if (limited) server.admission = new Limiter({ channels: CHANNELS, now: () => server.nowMs, random, queueDelay: server.delay });
  return { server, random };
}
test.each([true, false])('try %s', (limited) => {
  const { server, random } = make(limited);
  const t0 = Date.now();
  const cap = 1000;
  const all = new Map<string, Tally>();
  for (const [priority, share] of MIX) for (const channel of CHANNELS) {
    const base = crowd(server, { priority, channel, perSecond: cap * 0.5 * share / 4, fromMs: 0, untilMs: 50_000 }, NAIVE, random);
    const extra = crowd(server, { priority, channel, perSecond: cap * 2.5 * share / 4, fromMs: 10_000, untilMs: 30_000 }, NAIVE, random);
    all.set(`${priority} ${channel} base`, base); all.set(`${priority} ${channel} extra`, extra);
  }
  const lim: number[] = [];
  for (let s = 0; s < 50; s++) server.at(s * 1000, () => lim.push(server.admission.state.limit));
  server.run(50_000);
  for (const [priority] of MIX) {
    const of = [...all].filter(([k]) => k.startsWith(priority)).map(([, t]) => t);
    const sec = Array.from({ length: 50 }, (_, i) => of.reduce((n, t) => n + (t.servedBySecond[i] ?? 0), 0));
    console.log(priority, sec.join(' '), 'p99', Math.max(...of.map((t) => t.p99)));
  }
  const tl = [...all.values()];
  console.log('sent', tl.reduce((n, t) => n + t.sent, 0), 'refused', tl.reduce((n, t) => n + t.refused, 0), lim.join(' '), Date.now() - t0, 'ms');
});
