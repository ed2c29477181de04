import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { LookupFunction } from 'node:net';

/** Longest answer that is read, bytes: a code takes about 2 kB. */
export const ANSWER_LIMIT = 64 * 1024;

/** One request. */
export interface Post {
  readonly hostname: string;
  readonly path: string;
  readonly body: string;
  /** From the look-up of the name to the last byte of the answer. */
  readonly deadlineMs: number;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Sends requests the way a phone does. */
export interface IHttpsPost {
  /** Fails when there is no whole answer in time, or none from whom the certificate names. */
  post(post: Post): Promise<Answer>;
}

/** How the public internet is replaced by a server on this machine. */
export interface HttpsPostOptions {
  /** @default 443 */
  readonly port?: number;
  /**
   * Certificates that are trusted.
   * @default those of Node
   */
  readonly ca?: string;
  /** @default the look-up of the system */
  readonly lookup?: LookupFunction;
}

/**
 * HTTPS with a new connection for each request, as of a phone that comes for the first time: the name
 * is looked up, the certificate verified. Route 53's own checkers do not look at the certificate.
 */
export class HttpsPost implements IHttpsPost {
  constructor(private readonly options: HttpsPostOptions = {}) {}

  async post({ hostname, path, body, deadlineMs }: Post): Promise<Answer> {
    const { port = 443, ca, lookup } = this.options;
    const answer = await this.send(body, {
      hostname,
      path,
      port,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'kapok-canary',
      },
      agent: false,
      minVersion: 'TLSv1.2',
      rejectUnauthorized: true,
      signal: AbortSignal.timeout(deadlineMs),
      ...(ca !== undefined && { ca }),
      ...(lookup !== undefined && { lookup }),
    });
    return {
      status: answer.statusCode ?? 0,
      headers: answer.headers,
      body: await textOf(answer),
    };
  }

  private send(body: string, options: RequestOptions): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      request(options, resolve).on('error', reject).end(body);
    });
  }
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of answer) {
    length += (part as Buffer).length;
    if (length > ANSWER_LIMIT) throw new Error(`the answer is longer than ${ANSWER_LIMIT} bytes`);
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
