import { connect, type Socket } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated one the values are joined with commas. */
  readonly headers: Readonly<Record<string, string>>;
  /** Without its encoding. */
  readonly body: Buffer;
}

/** Wall-clock milliseconds after which an answer that has not come is missing. */
const PATIENCE_MS = 3_000;

const HEAD_END = Buffer.from('\r\n\r\n');

/** Takes the next whole answer off the front of what has come; undefined while there is none. */
export function tryTakeAnswer(
  bytes: Buffer,
  method: string,
): { readonly answer: RawAnswer; readonly rest: Buffer } | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd === -1) return undefined;
  const [first = '', ...lines] = bytes.subarray(0, headEnd).toString('latin1').split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1] ?? Number.NaN);
  if (Number.isNaN(status)) throw new Error(`this is no answer: ${first}`);
  const headers = headersOf(lines);
  const after = bytes.subarray(headEnd + HEAD_END.length);
  const hasBody = method !== 'HEAD' && status >= 200 && status !== 204 && status !== 304;
  const framed = hasBody ? framedBody(after, headers) : { body: Buffer.alloc(0), length: 0 };
  if (framed === undefined) return undefined;
  const answer = { status, headers, body: decoded(framed.body, headers['content-encoding']) };
  return { answer, rest: after.subarray(framed.length) };
}

function decoded(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === undefined || body.length === 0) return body;
  if (encoding === 'br') return brotliDecompressSync(body);
  if (encoding === 'gzip') return gunzipSync(body);
  throw new Error(`an answer that is encoded as ${encoding}`);
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [name, value] = [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)];
    const key = name.toLowerCase();
    headers[key] = headers[key] === undefined ? value.trim() : `${headers[key]}, ${value.trim()}`;
  }
  return headers;
}

interface Framed {
  readonly body: Buffer;
  /** Bytes that it takes on the wire. */
  readonly length: number;
}

function framedBody(bytes: Buffer, headers: Readonly<Record<string, string>>): Framed | undefined {
  if (headers['transfer-encoding'] === 'chunked') return chunkedBody(bytes);
  const length = Number(headers['content-length']);
  if (Number.isNaN(length)) throw new Error('an answer without its length');
  return bytes.length < length ? undefined : { body: bytes.subarray(0, length), length };
}

function chunkedBody(bytes: Buffer): Framed | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd === -1) return undefined;
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16);
    const next = lineEnd + 2 + size + 2;
    if (bytes.length < next) return undefined;
    if (size === 0) return { body: Buffer.concat(chunks), length: next };
    chunks.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = next;
  }
}

/** A connection on which bytes are sent as they are. */
export class RawConnection {
  private readonly socket: Socket;
  private received: Buffer = Buffer.alloc(0);
  private ended = false;
  private wake: () => void = () => undefined;

  constructor(port: number) {
    this.socket = connect(port, '127.0.0.1');
    this.socket.setNoDelay();
    this.socket.on('data', (bytes) => {
      this.received = Buffer.concat([this.received, bytes]);
      this.wake();
    });
    // A reset is an end like any other: the service hangs up on what cannot be read.
    this.socket.on('error', () => this.close());
    this.socket.on('close', () => this.close());
    this.socket.on('end', () => this.close());
  }

  /** Whether no more will come. */
  get isClosed(): boolean {
    return this.ended;
  }

  /** Sends bytes. */
  write(bytes: Buffer | string): void {
    if (!this.ended) this.socket.write(bytes);
  }

  /** The next answer that is not only an interim one; undefined when the connection ends before. */
  async answer(method: string): Promise<RawAnswer | undefined> {
    for (;;) {
      const taken = tryTakeAnswer(this.received, method);
      if (taken !== undefined) {
        this.received = taken.rest;
        if (taken.answer.status >= 200) return taken.answer;
      } else if (this.ended) return undefined;
      else await this.more(PATIENCE_MS);
    }
  }

  /** What comes within a time, or until there is something. */
  async something(withinMs: number): Promise<void> {
    if (this.received.length > 0 || this.ended) return;
    await this.more(withinMs).catch(() => undefined);
  }

  /** Says that nothing more is sent. */
  end(): void {
    this.socket.end();
  }

  /** Cuts the connection. */
  close(): void {
    this.ended = true;
    this.socket.destroy();
    this.wake();
  }

  private more(withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('no answer came')), withinMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
