import { createSecureContext } from 'node:tls';
import { Agent } from 'undici';

/** An answer as the caller sees it. */
export interface HttpsAnswer {
  readonly status: number;
  readonly retryAfter: boolean;
  readonly body: string;
}

/** One HTTPS request to an address on this machine under a public name. */
export interface HttpsRequest {
  readonly address: { readonly host: string; readonly port: number };
  /** Public name: sent as Host and SNI and checked against the certificate. */
  readonly name: string;
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** @default those of HTTP itself */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default no body */
  readonly body?: string;
  /** Wall milliseconds until the caller gives up. */
  readonly timeoutMs: number;
}

/** Connections kept to one load balancer. */
const CONNECTIONS_PER_ADDRESS = 48;

/** Sends requests over kept TLS connections, trusting the twin's certificate only. */
export class HttpsClient {
  private readonly agents = new Map<string, Agent>();
  // Made once: a context per connection would cost more than the handshake.
  private readonly secureContext;

  constructor(certificate: string) {
    this.secureContext = createSecureContext({ ca: certificate });
  }

  /**
   * @throws when nothing answers in time: connection refused, reset or timed out
   */
  async send(request: HttpsRequest): Promise<HttpsAnswer> {
    const { host, port } = request.address;
    const { statusCode, headers, body } = await this.agent(request.name).request({
      origin: `https://${host}:${port}`,
      path: request.path,
      method: request.method,
      headers: { ...request.headers, host: request.name },
      body: request.body ?? null,
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    const text = await body.text();
    return { status: statusCode, retryAfter: headers['retry-after'] !== undefined, body: text };
  }

  /** Drops every connection. */
  async close(): Promise<void> {
    await Promise.all([...this.agents.values()].map((agent) => agent.destroy()));
  }

  private agent(name: string): Agent {
    const known = this.agents.get(name);
    if (known !== undefined) return known;
    const agent = new Agent({
      connections: CONNECTIONS_PER_ADDRESS,
      connect: { secureContext: this.secureContext, servername: name },
    });
    this.agents.set(name, agent);
    return agent;
  }
}
