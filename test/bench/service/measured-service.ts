import { createKeyRing } from '../../../service/credential/key-ring';
import { EMPTY_VIEW } from '../../../service/evacuation/decisions';
import { RegionStanding } from '../../../service/evacuation/region-standing';
import { DynamoFactStore } from '../../../service/facts/dynamo-fact-store';
import { buildFleetApp } from '../../../service/fleet-app';
import type { FleetAppOptions } from '../../../service/fleet-context';
import { readKeyRegister } from '../../../service/keys/key-register';
import { createLogger } from '../../../service/logging/logger';
import { QuietLog } from '../../../service/logging/quiet-log';
import { RequestMetrics } from '../../../service/metrics/request-metrics';
import { createDynamoClient } from '../../../service/store/dynamo-client';
import { StoreHealth } from '../../../service/store/store-health';
import { NoAdmission } from '../../service/admission/no-admission';
import { configOf } from '../../service/fixtures/app';
import { MemoryAuditStore } from '../../service/fixtures/memory-audit-store';
import { MemoryQuarantineStore } from '../../service/fixtures/memory-quarantine';
import { MemoryControlStore } from '../../service/fixtures/memory-stores';
import { SECRETS } from '../../service/fixtures/secrets';
import type { BenchClock } from './bench-clock';
import type { MeasuredSetup } from './measured-protocol';
import { RefuseAll } from './refuse-all';

/** The citizen fleet's server as a process runs it, on the store of the benchmark. */
export async function measuredService(setup: MeasuredSetup, clock: BenchClock) {
  const app = buildFleetApp(await optionsOf(setup, clock));
  for (const part of app.parts) part.start();
  await Promise.all(app.parts.map(({ ready }) => ready));
  return app;
}

async function optionsOf(setup: MeasuredSetup, clock: BenchClock): Promise<FleetAppOptions> {
  const { channels } = setup;
  const channelShares = channels.map(() => 1 / channels.length);
  const config = { ...configOf('citizen'), channels, channelShares };
  const log = new QuietLog(createLogger(config, clock, process.stderr), clock);
  const health = new StoreHealth(clock);
  const regions = { view: EMPTY_VIEW };
  const client = createDynamoClient({ region: config.awsRegion, health });
  const register = readKeyRegister(setup.register, (kid) => {
    throw new Error(`the key ${kid} cannot be used`);
  });
  return {
    ...{ config, clock, log, regions },
    random: Math.random,
    facts: new DynamoFactStore({ client, table: config.factsTable, onUnreadable: () => {} }),
    auditStore: new MemoryAuditStore(),
    control: new MemoryControlStore(),
    quarantine: new MemoryQuarantineStore(),
    register: () => register,
    standing: new RegionStanding({ region: config.region, control: regions, clock }),
    pepper: SECRETS.pepper,
    part: { fleet: 'citizen', keyRings: { ring: await createKeyRing(SECRETS.signingKeys) } },
    metrics: new RequestMetrics(config.channels),
    output: { write: () => true },
    storeHealth: () => health.read(),
    ...(setup.kind === 'unlimited' && { admission: new NoAdmission() }),
    ...(setup.kind === 'refusing' && { admission: new RefuseAll() }),
  };
}
