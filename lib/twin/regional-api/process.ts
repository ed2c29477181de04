import {
  CONFIGURATION_VARIABLE,
  type FromRegionalApi,
  type RegionalApiConfiguration,
} from './configuration';
import { RegionalApiServer } from './regional-api-server';

// The process of one region's AWS API: losing the region is killing it.

function send(message: FromRegionalApi): void {
  process.send?.(message);
}

async function main(): Promise<void> {
  const text = process.env[CONFIGURATION_VARIABLE];
  if (text === undefined)
    throw new Error(`environment variable ${CONFIGURATION_VARIABLE} is missing`);
  const configuration = JSON.parse(text) as RegionalApiConfiguration;
  process.title = `kapok-twin regional-api ${configuration.region}`;
  const api = await RegionalApiServer.start(configuration);
  process.once('SIGTERM', () => void api.close().then(() => process.exit(0)));
  process.once('message', () => void api.close().then(() => send({ type: 'stopped' })));
  send({ type: 'listening', port: api.port });
}

process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole terminal group; the twin ends this process in its own order.
process.on('SIGINT', () => undefined);
main().catch((error: Error) => {
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : '';
  send({ type: 'failed', reason: error.message + cause });
});
