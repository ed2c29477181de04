import { connect, type Socket } from 'node:net';

/** What came back for one request, or that nothing did. */
export interface WireAnswer {
  /** HTTP status; 0 when the connection broke or the deadline passed. */
  readonly status: number;
  /** Whether it came out of memory: only such answers have an age. */
  readonly copied: boolean;
  readonly ms: number;
}

/** Nobody answered at all. */
export const UNANSWERED: WireAnswer = { status: 0, copied: false, ms: 0 };

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('ontent-length: ');
const CLOSE = Buffer.from('onnection: close');
const AGE = Buffer.from('\r\nage: ');

/** Where the status stands in `HTTP/1.1 200 OK`. */
const STATUS_AT = 9;

/**
 * One kept connection that asks one request at a time. A client library costs as much as the server it
 * asks; this costs a fraction, so that the load fits beside what it measures.
 */
export class WireConnection {
  private socket: Socket | undefined;
  private held: Buffer = Buffer.alloc(0);
  private done: ((answer: WireAnswer) => void) | undefined;
  private startedAt = 0;
  private deadline: NodeJS.Timeout | undefined;

  constructor(
    private readonly port: number,
    /** Milliseconds after which a request is given up and the connection with it. */
    private readonly timeoutMs = 0,
  ) {}

  /** Whether a request is under way. */
  get busy(): boolean {
    return this.done !== undefined;
  }

  /** Connects before there is anything to send. */
  warm(): void {
    this.socket ??= this.open();
  }

  /** Sends a whole request; `done` hears of its end. */
  send(request: Buffer, done: (answer: WireAnswer) => void): void {
    this.done = done;
    this.startedAt = performance.now();
    this.socket ??= this.open();
    this.socket.write(request);
    if (this.timeoutMs > 0) {
      this.deadline = setTimeout(() => this.finish(0, false, true), this.timeoutMs);
    }
  }

  /** Ends the connection. */
  close(): void {
    clearTimeout(this.deadline);
    this.drop();
  }

  private open(): Socket {
    const socket = connect({ port: this.port, host: '127.0.0.1', noDelay: true });
    const broken = () => {
      if (this.socket === socket) this.finish(0, false, true);
    };
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', broken);
    socket.on('close', broken);
    return socket;
  }

  private take(chunk: Buffer): void {
    this.held = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const { held } = this;
    const headEnd = held.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const at = held.indexOf(LENGTH);
    const length = at < 0 || at > headEnd ? 0 : decimalAt(held, at + LENGTH.length);
    if (held.length < headEnd + HEAD_END.length + length) return;
    const head = held.subarray(0, headEnd);
    this.finish(decimalAt(held, STATUS_AT), head.includes(AGE), head.includes(CLOSE));
  }

  private finish(status: number, copied: boolean, drop: boolean): void {
    clearTimeout(this.deadline);
    this.held = Buffer.alloc(0);
    if (drop) this.drop();
    const { done } = this;
    this.done = undefined;
    done?.({ status, copied, ms: performance.now() - this.startedAt });
  }

  private drop(): void {
    const { socket } = this;
    this.socket = undefined;
    socket?.destroy();
  }
}

function decimalAt(bytes: Buffer, from: number): number {
  let value = 0;
  for (let at = from; at < bytes.length; at += 1) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  return value;
}
