import { RunningClock } from '../clock';
import type { ServiceLogger } from '../logging/logger';
import { Supervisor } from './supervisor';
import { workerProcesses } from './worker-processes';

/** Runs `workers` processes of this program until this one is told to end or none can be started. */
export function runSupervisor(workers: number, logger: ServiceLogger): void {
  const supervisor = new Supervisor({
    workers,
    start: workerProcesses(workers),
    // Real time whatever the service's clock: what it times are processes of this machine.
    clock: new RunningClock(),
    logger,
    random: Math.random,
    onGivenUp: (exitCode) => process.exit(exitCode),
  });
  let ending = false;
  const end = async (signal: string) => {
    if (ending) return;
    ending = true;
    logger.info({ signal, workers }, 'stopping every worker');
    await supervisor.stop();
    logger.info('every worker has stopped');
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  supervisor.start();
}
