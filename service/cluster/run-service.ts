import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { DynamoAuditStore } from '../audit/dynamo-audit-store';
import type { RunningClock } from '../clock';
import type { ServiceConfig } from '../config';
import { DynamoControlStore } from '../evacuation/control-store';
import { DynamoFactStore } from '../facts/dynamo-fact-store';
import type { ServiceLogger } from '../logging/logger';
import { QuietLog } from '../logging/quiet-log';
import { EventLoopMeter } from '../metrics/event-loop-meter';
import { DynamoQuarantineStore } from '../quarantine/dynamo-quarantine-store';
import { SecretsManagerReader } from '../secrets/secrets';
import { Service } from '../service';
import { createDynamoClient } from '../store/dynamo-client';
import { StoreHealth } from '../store/store-health';
import { PAGE_FOLDER, PageFiles } from '../web/page-files';

/** What a process that serves stands on. */
export interface RunServiceOptions {
  readonly config: ServiceConfig;
  readonly logger: ServiceLogger;
  readonly clock: RunningClock;
  readonly output: DestinationStream;
}

/** Serves in this process until it is told to end. */
export function runService(options: RunServiceOptions): void {
  const service = createService(options);
  endOnSignal(service, options.logger);
  void service.start();
}

function createService({ config, logger, clock, output }: RunServiceOptions): Service {
  const health = new StoreHealth(clock);
  const client = createDynamoClient({ region: config.awsRegion, health });
  const log = new QuietLog(logger, clock);
  const table = {
    client,
    table: config.factsTable,
    onUnreadable: (fact: string) => log.failure({ fact }, 'a fact cannot be read by this version'),
  };
  return new Service({
    config,
    clock,
    logger,
    facts: new DynamoFactStore(table),
    quarantine: new DynamoQuarantineStore(table),
    auditStore: new DynamoAuditStore(client, config.factsTable),
    control: new DynamoControlStore(client, config.controlTable),
    secrets: new SecretsManagerReader(config.awsRegion),
    random: Math.random,
    eventLoop: new EventLoopMeter(),
    output,
    storeHealth: () => health.read(),
    page: PageFiles.tryRead(join(__dirname, PAGE_FOLDER), config.issuer),
  });
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
