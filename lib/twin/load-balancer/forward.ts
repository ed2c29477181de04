import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent } from 'undici';
import type { TargetGroup } from './target-group';

/** An Application Load Balancer closes a request whose target stays silent this long. */
export const TARGET_IDLE_TIMEOUT_SEC = 60;

/** An Application Load Balancer closes a client's idle connection after this long. */
export const CLIENT_IDLE_TIMEOUT_SEC = 60;

/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'te']);

/** Passes requests to the targets of a group over kept connections. */
export class Forwarder {
  private readonly agent = new Agent({
    connections: 64,
    keepAliveTimeout: 4_000,
    headersTimeout: TARGET_IDLE_TIMEOUT_SEC * 1000,
    bodyTimeout: TARGET_IDLE_TIMEOUT_SEC * 1000,
  });

  constructor(private readonly group: TargetGroup) {}

  /** Answers `request` with what a target says, or as the load balancer: 502, 503 or 504. */
  async forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const target = this.group.choose();
    if (target === undefined) {
      refuse(response, 503, 'no targets are registered');
      return;
    }
    try {
      await this.agent.stream(
        {
          origin: `http://127.0.0.1:${target.port}`,
          path: request.url ?? '/',
          method: (request.method ?? 'GET') as 'GET',
          headers: forwardedHeaders(request),
          body: hasBody(request) ? request : null,
          opaque: response,
        },
        ({ statusCode, headers }) => {
          response.writeHead(statusCode, endToEnd(headers));
          return response;
        },
      );
    } catch (error) {
      const timedOut = error instanceof Error && error.name.includes('Timeout');
      refuse(response, timedOut ? 504 : 502, 'the target did not answer');
    }
  }

  /** Drops every kept connection. */
  async close(): Promise<void> {
    await this.agent.destroy();
  }
}

function hasBody(request: IncomingMessage): boolean {
  return request.headers['content-length'] !== undefined || 'transfer-encoding' in request.headers;
}

function endToEnd(headers: IncomingMessage['headers']): Record<string, string | string[]> {
  const kept: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) kept[name] = value;
  }
  return kept;
}

function forwardedHeaders(request: IncomingMessage): Record<string, string | string[]> {
  return {
    ...endToEnd(request.headers),
    'x-forwarded-for': request.socket.remoteAddress ?? '',
    'x-forwarded-proto': 'https',
  };
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'text/plain', server: 'kapok-twin-elb' });
  response.end(`${status} ${reason}\n`);
}
