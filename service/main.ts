import { DynamoAuditStore } from './audit/dynamo-audit-store';
import { RunningClock } from './clock';
import { ConfigError, loadConfig, type ServiceConfig } from './config';
import { DynamoControlStore } from './evacuation/control-store';
import { DynamoFactStore } from './facts/dynamo-fact-store';
import { createLogger, type ServiceLogger, standardOutput } from './logging/logger';
import { QuietLog } from './logging/quiet-log';
import { EventLoopMeter } from './metrics/event-loop-meter';
import type { LineWriter } from './metrics/metrics-publisher';
import { DynamoQuarantineStore } from './quarantine/dynamo-quarantine-store';
import { SecretsManagerReader } from './secrets/secrets';
import { Service } from './service';
import { createDynamoClient } from './store/dynamo-client';

/** The environment is wrong; as on the command line, 2 is a mistake of whoever set it up. */
const EXIT_CONFIG = 2;

/** A fault that was not foreseen; the unit starts the process again. */
const EXIT_FAULT = 1;

function configOrExit(): ServiceConfig {
  try {
    return loadConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`${error.code}: ${error.message}`);
    process.exit(EXIT_CONFIG);
  }
}

function createService(
  config: ServiceConfig,
  logger: ServiceLogger,
  clock: RunningClock,
  output: LineWriter,
): Service {
  const client = createDynamoClient({ region: config.awsRegion });
  const log = new QuietLog(logger, clock);
  const facts = {
    client,
    table: config.factsTable,
    onUnreadable: (fact: string) => log.failure({ fact }, 'a fact cannot be read by this version'),
  };
  return new Service({
    config,
    clock,
    logger,
    facts: new DynamoFactStore(facts),
    quarantine: new DynamoQuarantineStore(facts),
    auditStore: new DynamoAuditStore(client, config.factsTable),
    control: new DynamoControlStore(client, config.controlTable),
    secrets: new SecretsManagerReader(config.awsRegion),
    random: Math.random,
    eventLoop: new EventLoopMeter(),
    output,
  });
}

function endOnFault(logger: ServiceLogger): void {
  const end = (err: unknown) => {
    logger.fatal({ err }, 'the process ends on a fault');
    process.exit(EXIT_FAULT);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', end);
}

function endOnSignal(service: Service, logger: ServiceLogger): void {
  let ending = false;
  const end = async (signal: string) => {
    if (ending) return;
    ending = true;
    logger.info({ signal }, 'stopping');
    await service.stop();
    logger.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
}

const config = configOrExit();
const clock = new RunningClock(config.clock);
const output = standardOutput();
const logger = createLogger(config, clock, output);
const service = createService(config, logger, clock, output);
endOnFault(logger);
endOnSignal(service, logger);
void service.start();
