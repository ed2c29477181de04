import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LISTEN_BACKLOG } from '../../../service/server';
import { keepTickShape } from '../../../service/tick-shape';
import { bareServer } from './bare-server';
import { BenchClock } from './bench-clock';
import type { MeasuredOrder, MeasuredReport, MeasuredSetup } from './measured-protocol';
import { measuredService } from './measured-service';
import { QueryLoop } from './query-loop';

/** A process whose work is measured; it does what it is told and says what that took. */

const HOST = '127.0.0.1';

let port = 0;
let clock: BenchClock;
let loop: QueryLoop;

async function setUp(setup: MeasuredSetup): Promise<void> {
  clock = new BenchClock(setup.nowMs, setup.clockRuns);
  if (setup.kind === 'sdk') loop = new QueryLoop();
  else if (setup.kind === 'bare') port = await listening(bareServer(setup));
  else {
    const { app } = await measuredService(setup, clock);
    await app.listen({ host: HOST, port: 0, backlog: LISTEN_BACKLOG });
    port = (app.server.address() as AddressInfo).port;
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, HOST, LISTEN_BACKLOG, resolve));
  return (server.address() as AddressInfo).port;
}

async function follow(order: MeasuredOrder): Promise<void> {
  if (order.type === 'advance') clock.advance(order.seconds);
  else if (order.type === 'queries') await loop.run(order.client, order.count, order.atOnce);
  // Twice, as the first finds what only the second may free.
  else if (order.collect) for (const _ of [1, 2]) globalThis.gc?.();
}

function report(): MeasuredReport {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed } = process.memoryUsage();
  return {
    type: 'report',
    port,
    cpuSec: (user + system) / 1e6,
    wallSec: performance.now() / 1000,
    waitedSec: waitedSec(),
    rssMb: rss / 1e6,
    heapMb: heapUsed / 1e6,
  };
}

/** The second number is the time that the main thread was ready to run and did not (proc(5)). */
function waitedSec(): number {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e9;
  } catch {
    return 0;
  }
}

// As the service itself does; the servers that it is compared with gain by it as well.
keepTickShape();
process.on('message', async (told: MeasuredSetup | MeasuredOrder) => {
  await (told.type === 'setup' ? setUp(told) : follow(told));
  process.send?.(report());
});
process.on('disconnect', () => process.exit(0));
