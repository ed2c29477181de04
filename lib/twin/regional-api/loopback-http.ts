import { Agent, type IncomingMessage, request } from 'node:http';
import { TwinError } from '../twin-error';

/** Wall-clock time after which a request to another process of this machine has failed. */
export const LOOPBACK_TIMEOUT_MS = 15_000;

/** The other side answered, but with an error. */
export class LoopbackResponseError extends Error {
  readonly code = 'KAPOK_TWIN_LOOPBACK_RESPONSE';

  constructor(
    readonly url: string,
    readonly status: number,
    readonly body: string,
  ) {
    super(`${url} answered ${status}: ${body}`);
  }
}

/** Exchanges JSON with the twin's own processes, over connections that stay open while in use. */
export class LoopbackHttp {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 4 });

  get(url: string): Promise<unknown> {
    return this.exchange('GET', url, '');
  }

  post(url: string, body: unknown): Promise<unknown> {
    return this.exchange('POST', url, JSON.stringify(body));
  }

  /** Ends idle connections. */
  close(): void {
    this.agent.destroy();
  }

  private exchange(method: string, url: string, body: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const options = {
        method,
        agent: this.agent,
        timeout: LOOPBACK_TIMEOUT_MS,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      };
      const outgoing = request(url, options, (response) => {
        readText(response)
          .then((text) => {
            const status = response.statusCode ?? 0;
            if (status !== 200) throw new LoopbackResponseError(url, status, text);
            resolve(JSON.parse(text));
          })
          .catch(reject);
      });
      outgoing.on('timeout', () => outgoing.destroy(tooSlow(url)));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

function tooSlow(url: string): TwinError {
  return new TwinError('KAPOK_TWIN_TOO_SLOW', `${url} did not answer in time`, {
    got: `nothing for ${LOOPBACK_TIMEOUT_MS / 1000} s`,
    fix: 'free some processor time, lower --clock-rate or raise --load-scale',
  });
}

/** The whole body of a message as text. */
export async function readText(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
