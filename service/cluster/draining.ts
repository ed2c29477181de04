import { once } from 'node:events';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/**
 * A request that was on its way when the process was told to end arrives within a round trip of about
 * 1 ms inside a region; a connection that said nothing for a second has none.
 */
export const IDLE_GRACE_MS = 1_000;

/** Between two looks for connections that have become idle. */
const SWEEP_MS = 50;

/** How a server is drained. */
export interface DrainOptions {
  /** Wall-clock time after which connections are cut, whatever is under way on them. */
  readonly deadlineMs: number;
  /** Hears that something was cut off. */
  readonly onCutOff: () => void;
}

/**
 * Takes no more connections, answers what comes over the open ones with `connection: close` and
 * resolves when all have ended. `close` of Node and of Fastify cut idle connections at once, and with
 * them the requests that are on their way.
 */
export async function drain(server: HttpServer, options: DrainOptions): Promise<void> {
  if (!server.listening) return;
  server.prependListener('request', sayLast);
  const closed = once(server, 'close');
  // The close of the class below: that of HTTP begins by cutting what is idle.
  NetServer.prototype.close.call(server);
  const stopSweeping = sweepAfter(IDLE_GRACE_MS, server);
  const deadline = setTimeout(() => {
    options.onCutOff();
    server.closeAllConnections();
  }, options.deadlineMs);
  await closed;
  clearTimeout(deadline);
  stopSweeping();
}

function sayLast(_request: IncomingMessage, response: ServerResponse): void {
  response.setHeader('connection', 'close');
}

function sweepAfter(graceMs: number, server: HttpServer): () => void {
  let sweep: NodeJS.Timeout | undefined;
  const begin = setTimeout(() => {
    sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  }, graceMs);
  return () => {
    clearTimeout(begin);
    clearInterval(sweep);
  };
}
