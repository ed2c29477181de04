import { RunningClock } from './clock';
import { EXIT_CONFIG, EXIT_FAULT } from './cluster/exit-codes';
import { runService } from './cluster/run-service';
import { runSupervisor } from './cluster/run-supervisor';
import { tellSupervisor, workerNumber } from './cluster/worker-processes';
import { ConfigError, loadConfig, type ServiceConfig } from './config';
import { createLogger, type ServiceLogger, standardOutput } from './logging/logger';
import { keepTickShape } from './tick-shape';

function configOrExit(): ServiceConfig {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exit(EXIT_CONFIG);
  }
}

function endOnFault(logger: ServiceLogger): void {
  const end = (err: unknown) => {
    logger.fatal({ err }, 'the process ends on a fault');
    process.exit(EXIT_FAULT);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

keepTickShape();
const config = configOrExit();
const clock = new RunningClock(config.clock);
const output = standardOutput();
const worker = workerNumber();
const logger = createLogger({ ...config, worker }, clock, output);
endOnFault(logger);
if (worker === undefined && config.workers > 1) {
  runSupervisor(config.workers, logger);
} else {
  tellSupervisor();
  runService({ config, logger, clock, output });
}
