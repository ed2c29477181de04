import { seededRandom } from '../clients/random';
import { ScaledClock } from '../clock';
import { Twin } from '../twin';
import type { RehearsalOptions } from './options';
import { Rehearsal } from './rehearsal';
import type { RehearsalReport } from './report';

/**
 * Wall seconds kept for boot and ingestion before the replayed window begins; the clock starts
 * this much (times its rate) before the window, so that the window begins on its minute.
 */
export const BOOT_BUDGET_SEC = 20;

/**
 * Runs a rehearsal on a twin of its own and judges it; leaves no process or socket behind.
 * @throws TwinError when the machine or the assembly keeps the twin from running
 * @throws the signal's reason when aborted
 */
export async function rehearse(options: RehearsalOptions): Promise<RehearsalReport> {
  const { scenario, clockRate } = options;
  options.signal.throwIfAborted();
  const clock = new ScaledClock(scenario.startMs - BOOT_BUDGET_SEC * 1000 * clockRate, clockRate);
  const fault = new AbortController();
  const signal = AbortSignal.any([options.signal, fault.signal]);
  const twin = await Twin.create({
    ...options,
    clock,
    random: seededRandom(options.seed),
    onFault: (error) => fault.abort(error),
  });
  // Killing the processes at once makes every wait below fail at once, too.
  const onAbort = () => void twin.stop();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await new Rehearsal({ ...options, signal }, twin, clock).run();
  } catch (error) {
    // The first fault explains whatever failed after it.
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    await twin.stop();
  }
}
