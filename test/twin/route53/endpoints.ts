import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import type { Clock } from '../../../lib/twin/clock';
import {
  type Address,
  type EndpointCheck,
  type ProbeResult,
  socketProbe,
} from '../../../lib/twin/route53/probe';
import { VirtualClock } from '../virtual-clock';
import { endpointCheck } from './declarations';

/** What a probe reports of a healthy endpoint. */
export const PASSED: ProbeResult = { passed: true };
/** What a probe reports of an unhealthy endpoint, for whatever reason. */
export const FAILED = expect.objectContaining({ passed: false, reason: expect.any(String) });

const servers: { close: () => void }[] = [];

/** Closes every server that a test opened. */
export function closeEndpoints(): void {
  for (const server of servers.splice(0)) server.close();
}

/** Opens a server on a free loopback port; `closeEndpoints` ends it with its connections. */
export async function listening<T extends Server>(server: T): Promise<T & { at: Address }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connections = new Set<Socket>();
  server.on('connection', (connection: Socket) => connections.add(connection));
  servers.push({
    close: () => {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  });
  return Object.assign(server, {
    at: { host: '127.0.0.1', port: (server.address() as AddressInfo).port },
  });
}

/** Opens an HTTP server. */
export const http = (listener: RequestListener) => listening(createServer(listener));

interface ProbeSetting {
  readonly check?: Partial<EndpointCheck>;
  readonly at?: Address;
  readonly clock?: Clock;
  readonly openSocket?: () => Socket;
}

/** Sends one probe and resolves with what it reports. */
export function probed({
  check,
  at,
  clock = new VirtualClock(),
  openSocket,
}: ProbeSetting): Promise<ProbeResult> {
  const probe = socketProbe({
    clock,
    connect: () => at,
    ...(openSocket === undefined ? {} : { openSocket }),
  });
  return new Promise((resolve) => probe(endpointCheck(check), resolve));
}

/** A string-match check over plain HTTP. */
export const MATCH = { type: 'HTTP_STR_MATCH', searchString: 'KAPOK-SERVING a' } as const;
