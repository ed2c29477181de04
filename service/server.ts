import { createServer, type Server } from 'node:http';
import {
  type FastifyHttpOptions,
  type FastifyInstance,
  type FastifyRequest,
  fastify,
  type RawServerDefault,
} from 'fastify';
import type { ServiceConfig } from './config';
import { errorHandler, JSON_TYPE, malformedRequest, sendError } from './errors/error-responses';
import { ServiceError } from './errors/service-error';
import type { RegionStanding } from './evacuation/region-standing';
import type { GatedRequest } from './gate/exchange';
import type { Gate, RawHandler } from './gate/gate';
import { QueuedResponses } from './gate/queued-responses';
import { registerHealth } from './health/health-routes';
import { routesFor, type ServedRoute, servedRoute } from './http/served-routes';
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
  /** What every request passes first. */
  readonly gate: Gate;
}

/**
 * The HTTP server of a fleet with its health paths and a typed 404 for what is asked in vain; the
 * fleet adds its own routes.
 */
export function buildServer(options: ServerOptions): FastifyInstance {
  const { config, standing, log, gate } = options;
  const routes: ServedRoute[] = [];
  const app = fastify(fastifyOptions(gate, log));
  acceptJsonOnly(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(gate.headersFor(request.raw));
    done();
  });
  app.addHook('preHandler', ({ raw }: { readonly raw: GatedRequest }, reply, done) => {
    done(gate.takeIn(raw, reply.raw));
  });
  app.addHook('onRoute', ({ method, url }) => {
    if (method !== 'HEAD') routes.push(servedRoute(`${method}`, url));
  });
  countRequests(app, options.metrics);
  app.setErrorHandler(errorHandler(log));
  registerHealth(app, { region: config.region, standing });
  app.setNotFoundHandler(({ url }, reply) =>
    sendError(reply, unknownRoute(config.fleet, routesFor(url, routes)), log),
  );
  return app;
}

function fastifyOptions(gate: Gate, log: QuietLog): FastifyHttpOptions<RawServerDefault> {
  return {
    logger: false,
    serverFactory: (handler) => gatedServer(gate, handler),
    // With a factory, Fastify takes the server as it is and leaves open connections alone at the end.
    forceCloseConnections: 'idle',
    // While the process stops, what still arrives on open connections is served.
    return503OnClosing: false,
    frameworkErrors: (_error, request, reply) => {
      sendError(reply.headers(gate.headersFor(request.raw)), malformedRequest(), log);
    },
    clientErrorHandler: (_error, socket) => {
      // Not only its end of it: who sends no request that can be read may keep the other half for ever.
      if (socket.writable) socket.write(rawRefusal(gate.headers), () => socket.destroySoon());
      else socket.destroy();
    },
  };
}

function gatedServer(gate: Gate, handler: RawHandler): Server {
  const limits = {
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // It is required below: Node's own 400 says neither the region nor what to change.
    requireHostHeader: false,
  };
  const queued = new QueuedResponses();
  const handle: RawHandler = (request, response) => {
    queued.follow(request, response);
    // RFC 9112, 3.2: a request of HTTP/1.1 without a host gets a 400.
    if (request.headers.host === undefined && request.httpVersion === '1.1') {
      const { headers, body } = refusal(gate.headers);
      response.writeHead(400, headers).end(body);
    } else gate.handle(request, response, handler);
  };
  // An expectation nobody knows may be passed over (RFC 9110, 10.1.1); Node's own 417 says neither the
  // region nor what to change.
  return createServer(limits, handle).on('checkExpectation', handle);
}

/** For a connection on which no request could be parsed. */
function rawRefusal(identity: Readonly<Record<string, string>>): string {
  const { headers, body } = refusal(identity);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `HTTP/1.1 400 Bad Request\r\n${lines.join('\r\n')}\r\n\r\n${body}`;
}

function refusal(identity: Readonly<Record<string, string>>) {
  const body = JSON.stringify({ error: malformedRequest().toBody() });
  const headers = {
    ...identity,
    'content-type': JSON_TYPE,
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  return { headers, body };
}

function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, body, done) => {
      // Clients that declare JSON whatever they send are right where nothing is read.
      if (body === '' && takesNoBody(request)) done(null, undefined);
      else parse(request, body, done);
    },
  );
}

function takesNoBody({ raw }: FastifyRequest): boolean {
  const spec = (raw as GatedRequest).kapok?.route.spec;
  return spec !== undefined && spec.body === undefined;
}

function unknownRoute(fleet: string, routes: readonly string[]): ServiceError {
  return new ServiceError('KAPOK_ROUTE_UNKNOWN', `the ${fleet} fleet has no such route`, {
    allowed: routes,
    fix: 'use one of the allowed routes; the citizen fleet shows codes, the partner fleet takes records',
  });
}
