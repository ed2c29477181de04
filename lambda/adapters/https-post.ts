import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import type { LookupFunction } from 'node:net';

/** Longest answer that is read, bytes: a code takes about 2 kB. */
export const ANSWER_LIMIT = 64 * 1024;

/** One question. */
export interface Get {
  readonly hostname: string;
  readonly path: string;
  /** From the look-up of the name to the last byte of the answer. */
  readonly deadlineMs: number;
}

/** One request with a body. */
export interface Post extends Get {
  readonly body: string;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Thrown when an answer is none that the service gives. */
export class AnswerTooLongError extends Error {
  override readonly name = 'AnswerTooLongError';
  readonly code = 'KAPOK_ANSWER_TOO_LONG';
  readonly got = 'more';
  readonly allowed = `${ANSWER_LIMIT} bytes`;
  readonly fix = 'find out who answers under the name';

  constructor() {
    super(
      `KAPOK_ANSWER_TOO_LONG: the answer is longer than ${ANSWER_LIMIT} bytes; find out who answers under the name`,
    );
  }
}

/** Sends requests the way a phone does. */
export interface IHttpsPost {
  /** Fails when there is no whole answer in time, or none from whom the certificate names. */
  post(post: Post): Promise<Answer>;
  /** Fails as `post` does. */
  get(get: Get): Promise<Answer>;
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

  post({ body, ...to }: Post): Promise<Answer> {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    return this.ask(to, { method: 'POST', headers }, body);
  }

  get(to: Get): Promise<Answer> {
    return this.ask(to, { method: 'GET' });
  }

  private async ask(to: Get, how: RequestOptions, body?: string): Promise<Answer> {
    const { hostname, path, deadlineMs } = to;
    const { port = 443, ca, lookup } = this.options;
    const answer = await this.send(body, {
      ...how,
      hostname,
      path,
      port,
      headers: { ...how.headers, 'user-agent': 'kapok-canary' },
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

  private send(body: string | undefined, options: RequestOptions): Promise<IncomingMessage> {
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
    if (length > ANSWER_LIMIT) throw new AnswerTooLongError();
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString('utf8');
}
