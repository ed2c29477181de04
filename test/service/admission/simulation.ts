import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { Limiter } from '../../../service/admission';
import { NoAdmission } from './no-admission';
import { type Costs, SimulatedServer } from './simulated-server';

/** Channels of the simulations. */
export const CHANNELS = ['one', 'two', 'three', 'four'] as const;

/** 1 ms of the thread for a request, 0.05 of that for a refusal: a server of 1,000 a second. */
export const REFUSE_MS = 0.05;

/** Of the thread, for a request that is worked on, beside reading it. */
export const WORK_MS = 0.95;

/** A server with or without a limiter, and its dice. */
export function simulation(limited: boolean) {
  const generator = xoroshiro128plus(20_220_110);
  const random = () => uniformFloat64(generator);
  const costs: Costs = {
    refuse: REFUSE_MS,
    before: WORK_MS / 2,
    after: WORK_MS / 2,
    store: () => 3 + 4 * random(),
  };
  const server = new SimulatedServer(costs, new NoAdmission());
  const { delay: queueDelay } = server;
  if (limited) {
    const now = () => server.nowMs;
    server.admission = new Limiter({ channels: CHANNELS, now, random, queueDelay });
  }
  return { server, random };
}
