import type { FleetApp, FleetContext } from './fleet-app';
import { Ingestion } from './records/ingestion';
import { registerRecords } from './records/record-routes';
import type { IRunning } from './running';
import { buildServer } from './server';

/** The server that sources of records ask. */
export function partnerApp(context: FleetContext): FleetApp {
  const app = buildServer(context);
  const parts: IRunning[] = [];
  registerRecords(app, { clock: context.clock, ingestion: new Ingestion(context) });
  return { app, parts, specs: [] };
}
