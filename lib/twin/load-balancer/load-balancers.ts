import { join } from 'node:path';
import type { LoadBalancerTopology } from '../../topology/topology';
import { type Child, TYPESCRIPT_LOADER } from '../child-process';
import type { ProcessGroup } from '../process-group';
import { TwinError } from '../twin-error';
import type { FromLoadBalancers, LoadBalancersConfig, Target, TargetHealth } from './protocol';

/** The running load balancers of one region. */
export class LoadBalancers {
  private readonly targetHealth = new Map<string, TargetHealth>();

  private constructor(
    private readonly child: Child,
    private readonly ports: Readonly<Record<string, number>>,
  ) {
    child.onMessage((message) => {
      const said = message as FromLoadBalancers;
      if (said.type === 'health') this.targetHealth.set(said.loadBalancerId, said);
    });
  }

  /** Starts the process and opens every listener on a free loopback port. */
  static async start(config: LoadBalancersConfig, group: ProcessGroup): Promise<LoadBalancers> {
    const child = group.start({
      title: `load balancers of ${config.region}`,
      modulePath: join(__dirname, 'process.ts'),
      imports: [TYPESCRIPT_LOADER],
    });
    child.send({ type: 'start', config });
    const said = await child.first((message) => {
      const { type } = (message ?? {}) as Partial<FromLoadBalancers>;
      return type === 'listening' || type === 'failed' ? (message as FromLoadBalancers) : undefined;
    });
    if (said.type !== 'listening') {
      throw new TwinError(
        'KAPOK_TWIN_PROCESS_DIED',
        `the load balancers of ${config.region} cannot listen`,
        {
          got: said.type === 'failed' ? said.reason : said.type,
          fix: 'allow this user to open ports on 127.0.0.1',
        },
      );
    }
    return new LoadBalancers(child, said.ports);
  }

  /** Local port of a load balancer's HTTPS listener. */
  port(loadBalancer: LoadBalancerTopology): number {
    const port = this.ports[loadBalancer.id];
    if (port === undefined) throw new RangeError(`no listener for ${loadBalancer.id}`);
    return port;
  }

  /** Makes `targets` the registered targets. */
  register(loadBalancerId: string, targets: readonly Target[]): void {
    this.child.send({ type: 'targets', loadBalancerId, targets });
  }

  /** Healthy targets at the last round of checks. */
  healthy(loadBalancerId: string): number {
    return this.targetHealth.get(loadBalancerId)?.healthy ?? 0;
  }

  /** Whether Route 53 takes the load balancer for healthy. */
  standsInDns(loadBalancerId: string): boolean {
    return this.targetHealth.get(loadBalancerId)?.standsInDns ?? false;
  }
}
