import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Forwarder } from '../../../lib/twin/load-balancer/forward';
import { TargetGroup } from '../../../lib/twin/load-balancer/target-group';

const open: Server[] = [];

async function listen(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** A front that forwards to the given target ports, as the load balancer's process does. */
async function frontOf(...ports: number[]): Promise<{ url: string; forwarder: Forwarder }> {
  const group = new TargetGroup(
    { healthyThreshold: 2, unhealthyThreshold: 2 },
    { dnsThreshold: { targets: 1, percent: 0 }, routingThreshold: { targets: 1, percent: 0 } },
  );
  group.replaceTargets(ports.map((port) => ({ instanceId: `i-${port}`, port })));
  const forwarder = new Forwarder(group);
  const port = await listen((request, response) => void forwarder.forward(request, response));
  return { url: `http://127.0.0.1:${port}`, forwarder };
}

afterEach(async () => {
  for (const server of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('Forwarder', () => {
  test('passes method, path, body and status on and says where the request came from', async () => {
    const target = await listen((request, response) => {
      let body = '';
      request.on('data', (part) => {
        body += part;
      });
      request.on('end', () => {
        response.writeHead(418, { 'x-seen': String(request.headers['x-forwarded-proto']) });
        response.end(`${request.method} ${request.url} ${body}`);
      });
    });
    const { url, forwarder } = await frontOf(target);

    const answer = await fetch(`${url}/records?x=1`, { method: 'POST', body: 'hello' });

    expect(answer.status).toBe(418);
    expect(answer.headers.get('x-seen')).toBe('https');
    expect(await answer.text()).toBe('POST /records?x=1 hello');
    await forwarder.close();
  });

  test('fails with 503 when no target is registered', async () => {
    const { url, forwarder } = await frontOf();

    const answer = await fetch(url);

    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBeNull();
    await forwarder.close();
  });

  test('fails with 502 when the target refuses the connection', async () => {
    const port = await listen(() => undefined);
    const closed = open.pop();
    await new Promise((resolve) => closed?.close(resolve));
    const { url, forwarder } = await frontOf(port);

    expect((await fetch(url)).status).toBe(502);
    await forwarder.close();
  });

  test('fails with 502 when the target hangs up without an answer', async () => {
    const target = await listen((request) => request.socket.destroy());
    const { url, forwarder } = await frontOf(target);

    expect((await fetch(url)).status).toBe(502);
    await forwarder.close();
  });
});
