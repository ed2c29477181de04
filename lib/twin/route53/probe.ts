import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { connect as connectTls, createSecureContext } from 'node:tls';
import { createGunzip, createInflate } from 'node:zlib';
import type { HealthCheckTopology } from '../../topology/topology';
import type { Clock } from '../clock';
import {
  BODY_TIMEOUT_SEC,
  CONNECT_TIMEOUT_SEC,
  probeTimeoutSec,
  STATUS_TIMEOUT_SEC,
  TCP_CONNECT_TIMEOUT_SEC,
} from './probe-timeouts';
import { MATCH_WINDOW_BYTES, StringMatch } from './string-match';

/** A health check that looks at an endpoint. */
export type EndpointCheck = Extract<HealthCheckTopology, { kind: 'endpoint' }>;

/** Where an origin name is reached on this machine. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** What one probe found. */
export type ProbeResult =
  | { readonly passed: true }
  | { readonly passed: false; readonly reason: string };

/** Sends one probe and reports once, perhaps before it returns; the returned function abandons it unreported. */
export type Probe = (check: EndpointCheck, report: (result: ProbeResult) => void) => () => void;

/** What probes over real sockets need. */
export interface SocketProbeOptions {
  readonly clock: Clock;
  /** Maps an origin name and port to where it listens here; undefined when nothing does. */
  readonly connect: (domainName: string, port: number) => Address | undefined;
  /** @default a fresh TCP connection */
  readonly openSocket?: (address: Address) => Socket;
}

/** How a checker names itself; begins as Route 53's does, so that log filters written for it match. */
const USER_AGENT = 'Amazon-Route53-Health-Check-Service (emulated by kapok)';

const OUTSIDE_WINDOW = `search string not in the first ${MATCH_WINDOW_BYTES} bytes`;

/** A probe that connects, asks and judges as a Route 53 checker does, on a fresh connection each time. */
export function socketProbe(options: SocketProbeOptions): Probe {
  return (check, report) => {
    const attempt = new Attempt(check, options, report);
    attempt.open();
    return () => attempt.abandon();
  };
}

/** Route 53 names the port only where it is not the protocol's own. */
function hostHeader({ type, domainName, port }: EndpointCheck): string {
  return port === (type.startsWith('HTTPS') ? 443 : 80) ? domainName : `${domainName}:${port}`;
}

/** The body as plain bytes, or undefined for an encoding that Route 53 does not read. */
function decoded(response: IncomingMessage): Readable | undefined {
  switch (response.headers['content-encoding']?.trim().toLowerCase()) {
    case undefined:
    case '':
    case 'identity':
      return response;
    case 'gzip':
      return response.pipe(createGunzip());
    case 'deflate':
      return response.pipe(createInflate());
    default:
      return undefined;
  }
}

/** Shared by all probes: a context of its own would cost each more than its handshake. */
const SECURE_CONTEXT = createSecureContext();

/** One probe on its way through connect, status and body. */
class Attempt {
  private ended = false;
  private readonly sockets: Socket[] = [];
  private request: ClientRequest | undefined;
  private answered = false;
  private body: Readable | undefined;
  private cancelTimeout: () => void = () => {};

  constructor(
    private readonly check: EndpointCheck,
    private readonly options: SocketProbeOptions,
    private readonly report: (result: ProbeResult) => void,
  ) {}

  open(): void {
    const { type, domainName, port } = this.check;
    const address = this.options.connect(domainName, port);
    if (address === undefined) {
      this.fail(`nothing listens for ${domainName}:${port}`);
      return;
    }
    const socket = (this.options.openSocket ?? connectTcp)(address);
    this.adopt(socket);
    if (type === 'TCP') {
      this.limit('connect', TCP_CONNECT_TIMEOUT_SEC);
      socket.once('connect', () => this.end({ passed: true }));
      return;
    }
    // The handshake counts as part of connecting; Route 53 does not say which phase it belongs to.
    this.limit('connect', CONNECT_TIMEOUT_SEC);
    if (type === 'HTTP' || type === 'HTTP_STR_MATCH') {
      socket.once('connect', () => this.ask(socket));
    } else {
      this.openTls(socket);
    }
  }

  /** Ends the attempt without a report. */
  abandon(): void {
    this.ended = true;
    this.cancelTimeout();
    this.body?.destroy();
    this.request?.destroy();
    for (const socket of this.sockets) socket.destroy();
  }

  private openTls(socket: Socket): void {
    const { domainName } = this.check;
    const secure = connectTls({
      socket,
      secureContext: SECURE_CONTEXT,
      rejectUnauthorized: false,
      ...(isIP(domainName) === 0 ? { servername: domainName } : {}),
    });
    this.adopt(secure);
    secure.once('secureConnect', () => this.ask(secure));
  }

  /** A socket may report an error after the attempt has ended, so the listener stays on. */
  private adopt(socket: Socket): void {
    this.sockets.push(socket);
    socket.on('error', (error) => this.fail(error.message));
    socket.on('close', () => {
      // Once the status is in, the body decides: its decoder may still be busy when the peer hangs up.
      if (!this.answered) this.fail('connection closed before the answer');
    });
  }

  private ask(socket: Socket): void {
    if (this.ended) return;
    this.limit('status', STATUS_TIMEOUT_SEC);
    try {
      this.request = request({
        createConnection: () => socket,
        path: this.check.path,
        headers: { host: hostHeader(this.check), 'user-agent': USER_AGENT },
      });
    } catch (error) {
      // A path that cannot be sent: the template's mistake must not end the twin.
      this.fail(`request not sent: ${error instanceof Error ? error.message : error}`);
      return;
    }
    this.request.on('error', (error) => this.fail(error.message));
    this.request.once('response', (response) => this.judge(response));
    this.request.end();
  }

  private judge(response: IncomingMessage): void {
    if (this.ended) return;
    this.answered = true;
    response.on('error', (error) => this.fail(error.message));
    const status = response.statusCode ?? 0;
    if (status < 200 || status >= 400) this.fail(`status ${status}`);
    else if (this.check.type.endsWith('_STR_MATCH')) this.read(response);
    else this.end({ passed: true });
  }

  private read(response: IncomingMessage): void {
    this.limit('body', BODY_TIMEOUT_SEC);
    this.body = decoded(response);
    if (this.body === undefined) {
      this.fail(`content encoding ${response.headers['content-encoding']} is not decoded`);
    } else {
      this.search(this.body, new StringMatch(this.check.searchString ?? ''));
    }
  }

  private search(body: Readable, match: StringMatch): void {
    body.on('error', (error) => this.fail(error.message));
    body.on('data', (chunk: Buffer) => {
      if (this.ended) return;
      const progress = match.push(chunk);
      if (progress === 'found') this.end({ passed: true });
      else if (progress === 'missing') this.fail(OUTSIDE_WINDOW);
    });
    body.on('end', () => this.fail('search string not in the body'));
  }

  /** Starts the timeout of a phase in place of the one before. */
  private limit(phase: string, documentedSec: number): void {
    this.cancelTimeout();
    const { clock } = this.options;
    const limitSec = probeTimeoutSec(documentedSec, clock.rate);
    this.cancelTimeout = clock.after(limitSec, () =>
      this.fail(`${phase} timed out after ${limitSec} s`),
    );
  }

  private fail(reason: string): void {
    this.end({ passed: false, reason });
  }

  private end(result: ProbeResult): void {
    if (this.ended) return;
    this.abandon();
    this.report(result);
  }
}
