import cluster from 'node:cluster';
import { totalmem } from 'node:os';
import type { StartWorker } from './worker';

/** Seconds between two words of a worker. */
export const ALIVE_SECONDS = 5;

/**
 * Share of the machine's memory that the heaps of all workers may take: 60 %; buffers, code, the
 * supervisor, the agent and the system have the rest. On 4 GiB with two workers a heap has 1,228 MiB.
 */
export const HEAP_SHARE = 0.6;

const MIB = 2 ** 20;

/** Greatest heap of one worker, MiB: without it each would believe that the machine is its own. */
export function heapMib(machineBytes: number, workers: number): number {
  return Math.floor((machineBytes * HEAP_SHARE) / workers / MIB);
}

/**
 * Starts workers as processes that share the port. The supervisor accepts connections and hands them
 * on in turn, one at a time to each worker, so a worker that hangs is handed no second one.
 */
export function workerProcesses(workers: number): StartWorker {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({
    execArgv: [...process.execArgv, `--max-old-space-size=${heapMib(totalmem(), workers)}`],
  });
  return (events) => {
    const worker = cluster.fork();
    worker.on('listening', () => events.listening());
    worker.on('message', () => events.alive());
    worker.on('error', () => undefined);
    worker.on('exit', (code, signal) => events.ended({ code, signal }));
    return {
      pid: worker.process.pid,
      kill: (signal) => void worker.process.kill(signal),
    };
  };
}

/** The number of this worker, from 1; undefined in a process that has no supervisor. */
export function workerNumber(): number | undefined {
  return cluster.worker?.id;
}

/** Tells the supervisor that this worker lives, again and again; does nothing without one. */
export function tellSupervisor(): void {
  const { worker } = cluster;
  if (worker === undefined) return;
  // A supervisor that is gone ends this process by itself; see the event `disconnect` of Node.
  const tell = () => worker.process.send?.('alive', undefined, undefined, () => undefined);
  setInterval(tell, ALIVE_SECONDS * 1000).unref();
}
