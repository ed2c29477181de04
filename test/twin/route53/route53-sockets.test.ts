import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { seededRandom } from '../../../lib/twin/clients/random';
import { type Clock, ScaledClock } from '../../../lib/twin/clock';
import type { HealthCheckTransition } from '../../../lib/twin/route53/health-check-runner';
import { Route53 } from '../../../lib/twin/route53/route53';
import { endpointCheck } from './declarations';

test('over real sockets a server that closes is found out, and stop leaves no timer or socket', async () => {
  const socketsBefore = openSockets();
  const server = createServer((_request, response) => response.end('KAPOK-SERVING a'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  let changed: (transition: HealthCheckTransition) => void = () => {};
  const nextChange = () =>
    new Promise<HealthCheckTransition>((resolve) => {
      changed = resolve;
    });
  // 200 twin seconds per second: the detection of 20 to 30 s takes 0.1 to 0.15 s.
  const scaled = new ScaledClock(0, 200);
  const timers = countTimers(scaled);
  const route53 = new Route53({
    routing: {
      zoneName: 'code.example.org',
      healthChecks: [endpointCheck({ type: 'HTTP_STR_MATCH', searchString: 'KAPOK-SERVING a' })],
      records: [],
    },
    clock: timers.clock,
    random: seededRandom(3),
    connect: () => ({ host: '127.0.0.1', port }),
    targetHealthy: () => true,
    addresses: () => [],
    onChange: (transition) => changed(transition),
  });
  const first = nextChange();
  route53.start();
  await new Promise<void>((resolve) => server.once('request', () => resolve()));
  expect(route53.isHealthy('serving-a')).toBe(true);
  await new Promise<unknown>((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
  expect(await first).toMatchObject({ id: 'serving-a', healthy: false });
  route53.stop();
  expect(timers.pending()).toBe(0);
  // Node frees a destroyed socket's handle some turns later; a leaked one would time the test out.
  while (openSockets() > socketsBefore) await new Promise(setImmediate);
});

const openSockets = () =>
  process.getActiveResourcesInfo().filter((kind) => kind === 'TCPSocketWrap').length;

/** The same clock, with a count of the timers that have neither run nor been cancelled. */
function countTimers(clock: Clock) {
  const open = new Set<object>();
  const after = (seconds: number, callback: () => void) => {
    const key = {};
    open.add(key);
    const cancel = clock.after(seconds, () => {
      open.delete(key);
      callback();
    });
    return () => {
      open.delete(key);
      cancel();
    };
  };
  return { clock: { rate: clock.rate, now: () => clock.now(), after }, pending: () => open.size };
}
