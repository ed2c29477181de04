import {
  type FastifyHttpOptions,
  type FastifyInstance,
  fastify,
  type RawServerDefault,
} from 'fastify';
import type { ServiceConfig } from './config';
import { errorHandler, JSON_TYPE, malformedRequest, sendError } from './errors/error-responses';
import { ServiceError } from './errors/service-error';
import type { RegionStanding } from './evacuation/region-standing';
import { registerHealth } from './health/health-routes';
import type { QuietLog } from './logging/quiet-log';
import { countRequests, type RequestMetrics } from './metrics/request-metrics';

/**
 * Above the load balancer's 60 s of idleness: it must never send on a connection we just closed.
 */
export const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/**
 * Above `KEEP_ALIVE_TIMEOUT_MS`, during which Node counts the time for the next request's headers.
 */
export const HEADERS_TIMEOUT_MS = 66_000;

/** For a whole request with its body; Node refuses one below `HEADERS_TIMEOUT_MS`. */
export const REQUEST_TIMEOUT_MS = 70_000;

/** Connections that may wait for the process: the default of 511 overflows in a surge. */
export const LISTEN_BACKLOG = 4_096;

/** What a server is made of. */
export interface ServerOptions {
  readonly config: Pick<ServiceConfig, 'region' | 'instance' | 'fleet'>;
  readonly standing: RegionStanding;
  readonly log: QuietLog;
  readonly metrics: RequestMetrics;
}

/**
 * The HTTP server of a fleet with its health paths and a typed 404 for what is asked in vain; the
 * fleet adds its own routes.
 */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { config, standing, log } = options;
  const routes: string[] = [];
  const identity = { 'x-kapok-region': config.region, 'x-kapok-instance': config.instance };
  const app = fastify(fastifyOptions(identity, log));
  acceptJsonOnly(app);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers(identity);
    done();
  });
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') routes.push(`${method} ${url}`);
  });
  countRequests(app, options.metrics);
  app.setErrorHandler(errorHandler(log));
  registerHealth(app, { region: config.region, standing });
  app.setNotFoundHandler((_request, reply) =>
    sendError(reply, unknownRoute(config.fleet, routes), log),
  );
  return app;
}

function fastifyOptions(
  identity: Record<string, string>,
  log: QuietLog,
): FastifyHttpOptions<RawServerDefault> {
  return {
    logger: false,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    // While the process stops, what still arrives on open connections is served.
    return503OnClosing: false,
    frameworkErrors: (_error, _request, reply) => {
      sendError(reply.headers(identity), malformedRequest(), log);
    },
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.end(rawRefusal(identity));
      else socket.destroy();
    },
  };
}

/** For a connection on which no request could be parsed. */
function rawRefusal(identity: Record<string, string>): string {
  const body = JSON.stringify({ error: malformedRequest().toBody() });
  const headers = {
    ...identity,
    'content-type': JSON_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 400 Bad Request\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'string' },
    app.getDefaultJsonParser('error', 'error'),
  );
}

function unknownRoute(fleet: string, routes: readonly string[]): ServiceError {
  return new ServiceError('KAPOK_ROUTE_UNKNOWN', `the ${fleet} fleet has no such route`, {
    allowed: routes,
    fix: 'use one of the allowed routes; the citizen fleet shows codes, the partner fleet takes records',
  });
}
