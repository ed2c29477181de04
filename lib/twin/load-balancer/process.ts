import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { LoadBalancerTopology } from '../../topology/topology';
import { CLIENT_IDLE_TIMEOUT_SEC, Forwarder } from './forward';
import { TargetHealthChecker } from './health-checker';
import type { FromLoadBalancers, LoadBalancersConfig, ToLoadBalancers } from './protocol';
import { TargetGroup } from './target-group';

// The process of all load balancers of one region: losing the region is killing it.

const groups = new Map<string, TargetGroup>();

function send(message: FromLoadBalancers): void {
  process.send?.(message);
}

function listen(config: LoadBalancersConfig, loadBalancer: LoadBalancerTopology): Promise<number> {
  const group = new TargetGroup(loadBalancer.targetHealthCheck, loadBalancer);
  groups.set(loadBalancer.id, group);
  const forwarder = new Forwarder(group);
  const server = createServer(
    { cert: config.tls.cert, key: config.tls.key },
    (request, response) => {
      void forwarder.forward(request, response);
    },
  );
  server.keepAliveTimeout = CLIENT_IDLE_TIMEOUT_SEC * 1000;
  new TargetHealthChecker(group, loadBalancer.targetHealthCheck, config.clockRate, () =>
    send({
      type: 'health',
      loadBalancerId: loadBalancer.id,
      healthy: group.healthyCount,
      standsInDns: group.standsInDns,
    }),
  ).start();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function start(config: LoadBalancersConfig): Promise<void> {
  process.title = `kapok-twin load-balancers ${config.region}`;
  const ports: Record<string, number> = {};
  for (const loadBalancer of config.loadBalancers) {
    ports[loadBalancer.id] = await listen(config, loadBalancer);
  }
  send({ type: 'listening', ports });
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message: ToLoadBalancers) => {
  if (message.type === 'targets') {
    groups.get(message.loadBalancerId)?.replaceTargets(message.targets);
    return;
  }
  start(message.config).catch((error: Error) => send({ type: 'failed', reason: error.message }));
});
