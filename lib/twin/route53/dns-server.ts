import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { type AnswerableZone, respond } from './dns-message';

const LOOPBACK = '127.0.0.1';

/** Wall milliseconds after which a silent TCP connection is closed, so that none is kept for ever. */
export const TCP_IDLE_MS = 10_000;

/** Attempts to find a port that is free for UDP and TCP alike. */
const PORT_ATTEMPTS = 20;

/** What a DNS server may be told besides its zone. */
export interface DnsServerOptions {
  /**
   * Every TTL on the wire is divided by this: the clock's rate serves resolvers that live in wall
   * time, 1 those that count TTLs on the twin's clock.
   * @default 1
   */
  readonly ttlRate?: number;
}

/** The asked port is taken by another program. */
export class DnsPortError extends Error {
  override readonly name = 'DnsPortError';
  readonly code = 'KAPOK_DNS_PORT_IN_USE';
  readonly allowed = 'a port free for UDP and TCP on 127.0.0.1, or 0 for any';
  readonly fix = 'choose another port or 0';

  constructor(
    readonly got: number,
    options: ErrorOptions,
  ) {
    super(`the DNS server cannot listen on port ${got}`, options);
  }
}

/** Serves one zone over UDP and TCP on one loopback port. */
export class DnsServer {
  private udp: UdpSocket | undefined;
  private tcp: Server | undefined;
  private readonly connections = new Set<Socket>();
  private opening: Promise<void> = Promise.resolve();
  private readonly ttlRate: number;

  constructor(
    private readonly zone: AnswerableZone,
    { ttlRate = 1 }: DnsServerOptions = {},
  ) {
    this.ttlRate = ttlRate;
  }

  /** Port of both transports; 0 while the server is closed. */
  get port(): number {
    return this.udp?.address().port ?? 0;
  }

  /**
   * Opens both transports on one port; 0 takes a free one.
   * @throws DnsPortError when the port is taken
   */
  listen(port = 0): Promise<void> {
    const opening = this.open(port);
    this.opening = opening.catch(() => {});
    return opening;
  }

  /** Closes both transports and every connection; safe at any time and more than once. */
  async close(): Promise<void> {
    await this.opening;
    const { udp, tcp } = this;
    this.udp = undefined;
    this.tcp = undefined;
    for (const connection of this.connections) connection.destroy();
    const closed: Promise<unknown>[] = [];
    if (udp !== undefined) closed.push(new Promise<void>((resolve) => udp.close(() => resolve())));
    if (tcp !== undefined) closed.push(new Promise((resolve) => tcp.close(resolve)));
    await Promise.all(closed);
  }

  private async open(port: number): Promise<void> {
    // A port free for UDP may be taken for TCP, so a free choice is repeated until both agree.
    for (let attempt = 1; ; attempt++) {
      const udp = createSocket('udp4');
      try {
        udp.bind(port, LOOPBACK);
        await once(udp, 'listening');
        this.tcp = await this.openTcp(udp.address().port);
      } catch (cause) {
        udp.close();
        if (port !== 0 || attempt === PORT_ATTEMPTS) throw new DnsPortError(port, { cause });
        continue;
      }
      udp.on('message', (query, from) => this.answerUdp(udp, query, from));
      // A client that hung up before its answer came is no fault of the server.
      udp.on('error', () => {});
      this.udp = udp;
      return;
    }
  }

  private async openTcp(port: number): Promise<Server> {
    const server = createServer((connection) => this.serve(connection));
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
    return server;
  }

  private answerUdp(
    udp: UdpSocket,
    query: Buffer,
    from: { readonly address: string; readonly port: number },
  ): void {
    const message = respond(query, { zone: this.zone, transport: 'udp', ttlRate: this.ttlRate });
    if (message === undefined || this.udp === undefined) return;
    udp.send(message, from.port, from.address, () => {});
  }

  private serve(connection: Socket): void {
    this.connections.add(connection);
    connection.setTimeout(TCP_IDLE_MS, () => connection.destroy());
    connection.on('error', () => connection.destroy());
    connection.on('close', () => this.connections.delete(connection));
    let received: Buffer = Buffer.alloc(0);
    connection.on('data', (chunk: Buffer) => {
      received = this.answerTcp(connection, Buffer.concat([received, chunk]));
    });
  }

  /** Answers every whole message and returns the rest; each is preceded by its length in two bytes. */
  private answerTcp(connection: Socket, received: Buffer): Buffer {
    let rest = received;
    while (rest.length >= 2 && rest.length >= 2 + rest.readUInt16BE(0)) {
      const end = 2 + rest.readUInt16BE(0);
      const message = respond(rest.subarray(2, end), {
        zone: this.zone,
        transport: 'tcp',
        ttlRate: this.ttlRate,
      });
      if (message === undefined) {
        connection.destroy();
        return Buffer.alloc(0);
      }
      const length = Buffer.alloc(2);
      length.writeUInt16BE(message.length);
      connection.write(Buffer.concat([length, message]));
      rest = rest.subarray(end);
    }
    return rest;
  }
}
